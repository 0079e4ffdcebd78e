// The app was rebuilt while a page was open: pieces of the old version are gone from the node. The page
// says that there is a newer one instead of going blank.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beSomebody } from '../support/app.mjs';
import { openPage, phone } from '../support/browser.mjs';
import { serveRiverbend } from '../support/node.mjs';
import { withCommunes } from '../support/stage.mjs';

const { node, browser } = withCommunes({ node: serveRiverbend });

/** A page without a service worker, as on a plain address of the local network, whose board is gone. */
async function pageWithoutBoard() {
  const visit = await openPage(browser, { ...phone, serviceWorkers: 'block' });
  await beSomebody(visit.page, node.origin, 'Alois Huber');
  await visit.page.route(/\/assets\/Board-[^/]*\.js$/, (route) => route.fulfill({ status: 404 }));
  return visit;
}

test('a page of a newer version is offered with a button that loads it', async () => {
  const { context, page } = await pageWithoutBoard();
  await page.route(`${node.origin}/?now`, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/\/assets\/index-[^"]*\.js/, '/assets/index-ofLater00.js');
    await route.fulfill({ response: answer, body });
  });
  await page.getByRole('link', { name: 'Board', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'A newer version' }).waitFor();
  await page.unrouteAll();
  await page.getByRole('main').getByRole('button', { name: 'Use it now' }).click();
  await page.getByRole('heading', { level: 1, name: 'Board' }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/board');
  await context.close();
});

test('a piece that does not come from the same version is said to be missing', async () => {
  const { context, page } = await pageWithoutBoard();
  await page.getByRole('link', { name: 'Board', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Not here yet' }).waitFor();
  assert.equal(await page.getByText('A newer version of the app is ready.').count(), 0);
  await context.close();
});
