// Somebody leaves: what the commune keeps, what it lets go, and what the person sees.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeButton } from '../support/app.mjs';
import { openPage } from '../support/browser.mjs';
import { foundGuild, joinAs, makeInvitation, serveReal } from '../support/real.mjs';
import { withCommunes } from '../support/stage.mjs';

const { node, browser } = withCommunes({ node: serveReal });

/** What the API says to whoever this page is signed in as. */
const ask = (page, path) => page.evaluate(async (at) => (await fetch(`/api/v1${at}`)).json(), path);

async function postTask(page, title) {
  await page.goto(`${node.origin}/guild/orchard/post`);
  await page.getByLabel('What needs doing').fill(title);
  await page.getByRole('button', { name: 'Put it on the board' }).click();
  await page.getByText('It is on the board.').waitFor();
  const { tasks } = await ask(page, '/tasks?limit=50');
  return tasks.find((task) => task.title === title).id;
}

async function leave(page) {
  await page.goto(`${node.origin}/me/settings`);
  await page.getByRole('button', { name: 'Leave the commune' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
}

test('places ahead are handed back, guilds and stewardship end, and the device forgets', async () => {
  const ana = await joinAs(browser, node.invitation, 'Ana');
  await foundGuild(ana.page, node.origin, 'Orchard');
  const bea = await joinAs(browser, await makeInvitation(ana.page, node.origin), 'Bea');
  await bea.page.goto(`${node.origin}/guild/orchard`);
  await bea.page.getByRole('button', { name: 'Join' }).click();
  await bea.page.getByText('You are in').first().waitFor();
  const task = await postTask(ana.page, 'Prune the pear trees');
  for (const { page } of [ana, bea]) {
    await page.goto(`${node.origin}/task/${task}`);
    await placeButton(page).click();
    await page.getByText('You come', { exact: true }).first().waitFor();
  }
  const names = async () => (await ask(bea.page, `/tasks/${task}`)).places.map(({ name }) => name).sort();
  assert.deepEqual(await names(), ['Ana', 'Bea']);

  await leave(ana.page);
  await ana.page.getByText('You have left. All the best to you.').waitFor();
  await ana.page.getByRole('heading', { level: 1, name: /Welcome|Hillside/ }).waitFor();
  assert.deepEqual(await names(), ['Bea']);
  const { members } = await ask(bea.page, '/members');
  assert.deepEqual(members.map(({ name }) => name), ['Bea']);
  const { guilds } = await ask(bea.page, '/guilds');
  const orchard = guilds.find(({ id }) => id === 'orchard');
  assert.deepEqual(orchard.stewards, []);

  const left = await ana.page.evaluate(async () => {
    const open = indexedDB.open('commune');
    const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
    const count = (store) =>
      new Promise((resolve) => {
        const asked = database.transaction(store).objectStore(store).count();
        asked.onsuccess = () => resolve(asked.result);
      });
    return { people: await count('people'), kept: await count('private'), outbox: await count('outbox') };
  });
  assert.deepEqual(left, { people: 0, kept: 0, outbox: 0 });

  const back = await openPage(browser); // the old words open nothing any more
  await back.page.goto(`${node.origin}/welcome/return`);
  await back.page.getByRole('textbox').fill(ana.words.join(' '));
  await back.page.getByRole('button', { name: 'Come back' }).click();
  await back.page.getByText('These words belong to nobody in this commune.').waitFor();
  for (const visit of [ana, bea, back]) await visit.context.close();
});

test('without network leaving waits, and the device keeps the person until it is answered', async () => {
  const cleo = await joinAs(browser, node.invitation, 'Cleo');
  await cleo.page.goto(`${node.origin}/me/settings`);
  await cleo.page.getByRole('button', { name: 'Leave the commune' }).waitFor();
  await cleo.context.setOffline(true);
  await cleo.page.getByRole('button', { name: 'Leave the commune' }).click();
  await cleo.page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
  await cleo.page.getByText(/Leaving waits for the connection/).waitFor();
  assert.match(cleo.page.url(), /settings$/);
  await cleo.context.setOffline(false);
  await cleo.page.waitForURL(/welcome$/, { timeout: 30_000 });
  await cleo.context.close();
});
