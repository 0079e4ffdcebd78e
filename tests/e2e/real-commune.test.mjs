// A real commune from its first hour: founded by hand, joined from phones by invitation, a guild, a
// task with another person's help, and nothing for somebody who was not invited.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openProfile } from '../support/app.mjs';
import { openPage } from '../support/browser.mjs';
import { foundGuild, joinAs, makeInvitation, serveReal } from '../support/real.mjs';
import { withCommunes } from '../support/stage.mjs';

const { node, browser } = withCommunes({ node: serveReal });

test('whoever was not invited sees the name of the commune and nothing else', async () => {
  const known = await (await fetch(`${node.origin}/api/v1/commune`)).json();
  assert.equal(known.name, 'Hillside');
  for (const path of ['tasks', 'guilds', 'catalogue', 'members', 'progress?period=week']) {
    const answer = await fetch(`${node.origin}/api/v1/${path}`);
    assert.equal(answer.status, 401, path);
    assert.equal((await answer.json()).error.code, 'unauthorised', path);
  }
});

test('a founder joins, founds a guild and asks for help; an invited friend comes', async () => {
  const ana = await joinAs(browser, node.invitation, 'Ana');
  await foundGuild(ana.page, node.origin, 'Orchard');

  await ana.page.goto(`${node.origin}/guild/orchard/unasked`);
  await ana.page.getByLabel('What did you do?').fill('Picked up windfalls');
  await ana.page.getByRole('button', { name: 'Write it down' }).click();
  await ana.page.getByText('Written down. Thank you.').waitFor();

  const bea = await joinAs(browser, await makeInvitation(ana.page, node.origin), 'Bea');
  await bea.page.goto(`${node.origin}/guild/orchard`);
  await bea.page.getByRole('button', { name: 'Join' }).click();
  await bea.page.getByText('You are in').first().waitFor();
  await ana.page.goto(`${node.origin}/guild/orchard`);
  await ana.page.getByText('Bea').first().waitFor();
  assert.deepEqual([...ana.errors, ...bea.errors], []);
  await ana.context.close();
  await bea.context.close();
});

test('there are words to speak of oneself with, and anybody adds the one that is missing', async () => {
  const bea = await joinAs(browser, node.invitation, 'Bea');
  await bea.page.goto(node.origin);
  await openProfile(bea.page);
  await bea.page.getByRole('button', { name: 'Choose' }).first().click();
  const dialog = bea.page.getByRole('dialog');
  await dialog.getByRole('group', { name: 'Gardening', exact: true }).waitFor();
  await dialog.getByLabel('A word is missing?').fill('Making cheese');
  await dialog.getByLabel('Where does it belong?').selectOption({ label: 'Food' });
  await dialog.getByRole('button', { name: 'Add the word' }).click();
  await dialog.getByRole('group', { name: 'Making cheese' }).waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await bea.page.getByRole('listitem').filter({ hasText: 'Making cheese' }).waitFor();
  const words = await bea.page.evaluate(async () => (await fetch('/api/v1/catalogue')).json());
  assert.ok(words.skills.some(({ name, sector }) => name === 'Making cheese' && sector === 'food'));
  assert.deepEqual(bea.errors, []);
  await bea.context.close();
});

test('a link that was cut short is refused in words', async () => {
  const { context, page } = await openPage(browser);
  await page.goto(node.invitation.slice(0, -5));
  await page.getByText(/not an invitation|does not open/i).first().waitFor();
  await context.close();
});
