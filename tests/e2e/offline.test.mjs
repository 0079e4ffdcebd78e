// Without network: the app opens, shows the last known board, keeps what was done and sends it later;
// what the commune then refuses is said in plain words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from '../support/browser.mjs';
import { beSomebody, keptHere, openTask, placeButton } from '../support/app.mjs';
import { serveRiverbend } from '../support/node.mjs';
import { withCommunes } from '../support/stage.mjs';

const { node, browser } = withCommunes({ node: serveRiverbend });

test('after the first load it opens offline, queues a place and sends it on return', async () => {
  const task = await openTask(node.origin);
  const { context, page } = await openPage(browser);
  await beSomebody(page, node.origin, 'Alois Huber');
  await page.goto(`${node.origin}/task/${task.id}`);
  await placeButton(page).waitFor();
  await keptHere(page);
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: task.title }).waitFor();
  await page.getByText(/No connection/).first().waitFor();
  await placeButton(page).click();
  await page.getByText('Waiting for the commune').first().waitFor();

  await page.reload(); // nothing is lost when the app is closed in between
  await page.getByText('Waiting for the commune').first().waitFor();
  await context.setOffline(false);
  await page.getByText('You come', { exact: true }).first().waitFor({ timeout: 30_000 });
  const now = await (await fetch(`${node.origin}/api/v1/tasks/${task.id}`)).json();
  assert.equal(now.places.filter((place) => place.name === 'Alois Huber').length, 1, 'once, not twice');
  await context.close();
});

test('a place that was gone in the meantime is refused in plain words', async () => {
  const task = await openTask(node.origin, (one) => one.free === 1 && one.places.length === 0);
  const away = await openPage(browser);
  const here = await openPage(browser);
  await beSomebody(away.page, node.origin, 'Alois Huber');
  await away.page.goto(`${node.origin}/task/${task.id}`);
  await placeButton(away.page).waitFor();
  await keptHere(away.page);
  await away.context.setOffline(true);
  await placeButton(away.page).click();
  await away.page.getByText('Waiting for the commune').first().waitFor();

  await beSomebody(here.page, node.origin, 'Amara Okafor');
  await here.page.goto(`${node.origin}/task/${task.id}`);
  await placeButton(here.page).click();
  await here.page.getByText('You come', { exact: true }).first().waitFor();

  await away.context.setOffline(false);
  await away.page.goto(node.origin);
  await away.page.getByText(/Somebody took the last place/).first().waitFor({ timeout: 30_000 });
  const now = await (await fetch(`${node.origin}/api/v1/tasks/${task.id}`)).json();
  assert.ok(!now.places.some((place) => place.name === 'Alois Huber'));
  await away.context.close();
  await here.context.close();
});

test('the manifest makes it installable', async () => {
  const manifest = await (await fetch(`${node.origin}/manifest.webmanifest`)).json();
  assert.equal(manifest.display, 'standalone');
  assert.ok(manifest.icons.some((icon) => icon.sizes === '512x512' && icon.type === 'image/png'));
  for (const icon of manifest.icons) assert.equal((await fetch(new URL(icon.src, node.origin))).status, 200, icon.src);
});
