// A stranger looks around the example commune as somebody, on a phone: finds work, takes it, hands it
// back, and another phone sees each step as it happens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from '../support/browser.mjs';
import { beSomebody, openTask, placeButton } from '../support/app.mjs';
import { serveRiverbend } from '../support/node.mjs';
import { withCommunes } from '../support/stage.mjs';

const { node, browser } = withCommunes({ node: serveRiverbend });

test('a person is picked, and Today is not empty', async () => {
  const { context, page, errors } = await openPage(browser);
  await page.goto(node.origin);
  await page.getByRole('link', { name: 'Pick a person and look around' }).click();
  await page.getByRole('searchbox').fill('Amara');
  await page.getByRole('button', { name: /Amara Okafor/ }).click();
  await page.getByRole('heading', { level: 1, name: /Amara/ }).waitFor();
  await page.getByRole('heading', { name: 'Might suit you' }).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test('the board is filtered by sector and by words, and the filter sticks', async () => {
  const { context, page, errors } = await openPage(browser);
  await beSomebody(page, node.origin, 'Amara Okafor');
  await page.getByRole('link', { name: 'Board', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search the board' }).fill('greenhouse');
  const count = page.getByText(/^\d+ tasks?$/);
  await count.waitFor();
  const rows = page.getByRole('link', { name: /greenhouse/i });
  await rows.first().waitFor();
  await page.reload();
  await rows.first().waitFor();
  assert.equal(await page.getByRole('searchbox', { name: 'Search the board' }).inputValue(), 'greenhouse');
  assert.deepEqual(errors, []);
  await context.close();
});

test('a place is taken, seen by another phone at once, and handed back with one tap', async () => {
  const task = await openTask(node.origin);
  const mine = await openPage(browser);
  const other = await openPage(browser);
  await beSomebody(mine.page, node.origin, 'Alois Huber');
  await beSomebody(other.page, node.origin, 'Amara Okafor');
  for (const { page } of [mine, other]) await page.goto(`${node.origin}/task/${task.id}`);
  await placeButton(mine.page).click();
  await mine.page.getByText('You come', { exact: true }).first().waitFor();
  await other.page.getByText('Alois Huber').first().waitFor();
  await mine.page.getByRole('button', { name: 'Hand back' }).click();
  await other.page.getByText('Alois Huber').first().waitFor({ state: 'detached' });
  assert.deepEqual([...mine.errors, ...other.errors], []);
  await mine.context.close();
  await other.context.close();
});

test('back goes back, and a deep link opens the right screen with its title', async () => {
  const task = await openTask(node.origin);
  const { context, page, errors } = await openPage(browser);
  await beSomebody(page, node.origin, 'Amara Okafor');
  await page.goto(`${node.origin}/task/${task.id}`);
  await page.getByRole('heading', { level: 1, name: task.title }).waitFor();
  assert.match(await page.title(), new RegExp(task.title));
  await page.goto(`${node.origin}/commune`);
  await page.getByRole('heading', { name: 'Done together' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: task.title }).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test('the commune shows how far each sector is, never how far a person is', async () => {
  const { context, page, errors } = await openPage(browser);
  await beSomebody(page, node.origin, 'Amara Okafor');
  await page.goto(`${node.origin}/commune`);
  for (const sector of ['Food', 'Healthcare', 'Education', 'Maintenance', 'Governance']) {
    await page.getByRole('heading', { name: sector }).or(page.getByText(sector, { exact: true })).first().waitFor();
  }
  const text = await page.locator('main').innerText();
  const { people } = await (await fetch(`${node.origin}/api/v1/demo/people`)).json();
  for (const person of people) assert.ok(!text.includes(person.name), `${person.name} stands on the sums' page`);
  assert.deepEqual(errors, []);
  await context.close();
});
