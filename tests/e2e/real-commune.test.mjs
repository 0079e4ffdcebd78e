// A real commune from its first hour: founded by hand, joined from phones by invitation, a guild, a
// task with another person's help, and nothing for somebody who was not invited.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from '../support/browser.mjs';
import { commune, freePort, scratchFolder, serve } from '../support/node.mjs';

let folder;
let node;
let browser;
let invitation;
before(async () => {
  folder = await scratchFolder('real');
  const directory = join(folder.path, 'data');
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const made = await commune('init', directory, '--name', 'Hillside', '--zone', 'Europe/Lisbon', '--origin', origin);
  assert.equal(made.code, 0, made.stderr);
  invitation = made.stdout.match(/http:\/\/\S+\/join#[\w-]{43}/)?.[0];
  assert.ok(invitation, made.stdout);
  node = await serve(directory, { port });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await node?.stop();
  await folder?.remove();
});

async function joinAs(name, link) {
  const visit = await openPage(browser);
  const { page } = visit;
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('heading', { name: 'Write these words down' }).waitFor();
  await page.getByRole('button', { name: /written them down/ }).click();
  await page.getByRole('heading', { name: new RegExp(`Good to have you, ${name}`) }).waitFor();
  return visit;
}

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
  const ana = await joinAs('Ana', invitation);
  await ana.page.goto(`${node.origin}/guilds/new`);
  await ana.page.getByRole('textbox', { name: 'Name' }).fill('Orchard');
  await ana.page.getByLabel('Sector').selectOption({ label: 'Food' });
  await ana.page.getByRole('button', { name: 'Found it' }).click();
  await ana.page.getByRole('heading', { level: 1, name: 'Orchard' }).waitFor();

  await ana.page.goto(`${node.origin}/guild/orchard/unasked`);
  await ana.page.getByLabel('What did you do?').fill('Picked up windfalls');
  await ana.page.getByRole('button', { name: 'Write it down' }).click();
  await ana.page.getByText('Written down. Thank you.').waitFor();

  await ana.page.goto(`${node.origin}/commune/invite`);
  await ana.page.getByRole('button', { name: 'Make an invitation' }).click();
  const box = ana.page.getByRole('textbox', { name: 'The invitation’s link' });
  await box.waitFor();
  const bea = await joinAs('Bea', await box.inputValue());
  await bea.page.goto(`${node.origin}/guild/orchard`);
  await bea.page.getByRole('button', { name: 'Join' }).click();
  await bea.page.getByText('You are in').first().waitFor();
  await ana.page.goto(`${node.origin}/guild/orchard`);
  await ana.page.getByText('Bea').first().waitFor();
  assert.deepEqual([...ana.errors, ...bea.errors].filter((line) => !line.includes('401')), []);
  await ana.context.close();
  await bea.context.close();
});

test('a link that was cut short is refused in words', async () => {
  const { context, page } = await openPage(browser);
  await page.goto(invitation.slice(0, -5));
  await page.getByText(/not an invitation|does not open/i).first().waitFor();
  await context.close();
});
