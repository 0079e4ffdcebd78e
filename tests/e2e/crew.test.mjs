// A crew that grows with the table: a steward says how many eat, and more people are asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundGuild, joinAs, serveReal } from '../support/real.mjs';
import { withCommunes } from '../support/stage.mjs';
import { until } from '../support/until.mjs';

const { node, browser } = withCommunes({ node: serveReal });

const board = (page) => page.evaluate(async () => (await (await fetch('/api/v1/tasks?open=true')).json()).tasks);

test('a dinner asks for more people as soon as more eat', async () => {
  const ana = await joinAs(browser, node.invitation, 'Ana');
  const { page } = ana;
  await foundGuild(page, node.origin, 'Canteen');

  await page.goto(`${node.origin}/guild/canteen/post`);
  await page.getByLabel('What needs doing').fill('Cook dinner');
  await page.getByRole('switch', { name: 'The crew grows with the table' }).check();
  const eaters = page.getByRole('spinbutton', { name: 'How many eat' });
  await eaters.fill('40');
  await page.getByRole('spinbutton', { name: /^One person for every/ }).fill('25');
  await page.getByText('So 2 people are needed at least.').waitFor();
  await page.getByRole('button', { name: 'Put it on the board' }).click();
  await page.getByRole('heading', { level: 1, name: 'Cook dinner' }).waitFor();
  await page.getByText('40 people eat: one helper for every 25').waitFor();
  const [dinner] = await board(page);
  assert.deepEqual([dinner.people_min, dinner.people_max, dinner.diners], [2, 4, 40]);

  await eaters.fill('90');
  await eaters.blur();
  await page.getByText('Then 4 people are needed at least.').waitFor();
  await page.getByRole('button', { name: 'Say so' }).click();
  await page.getByText('90 people eat: one helper for every 25').waitFor();
  await until('the crew has grown', async () => (await board(page))[0].people_min === 4);
  const [larger] = await board(page);
  assert.equal(larger.reason, '90 people eat.', 'whoever comes reads why it changed');
  assert.deepEqual(ana.errors, []);
  await ana.context.close();
});
