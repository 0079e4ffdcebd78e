// A real commune with nobody in it, and people who join it from their phones.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openPage } from './browser.mjs';
import { commune, freePort, scratchFolder, serve } from './node.mjs';
import * as signing from './signing.mjs';
import { zoneWhereItIs } from './zones.mjs';

/** Founded and served; `invitation` is the founders' link, `stop` removes everything, `stopNode` only ends it. */
export async function serveReal(name = 'Hillside', zone = 'Europe/Lisbon', more = []) {
  const folder = await scratchFolder('real');
  const directory = join(folder.path, 'data');
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const made = await commune('init', directory, '--name', name, '--zone', zone, '--origin', origin);
  const invitation = made.stdout.match(/http:\/\/\S+\/join#[\w-]{43}/)?.[0];
  if (made.code !== 0 || !invitation) throw new Error(`commune init: ${made.stderr}`);
  const node = await serve(directory, { port, more });
  const stop = async () => {
    await node.stop();
    await folder.remove();
  };
  return { ...node, directory, invitation, stop, stopNode: node.stop };
}

/** Where it is about noon now, so that nobody's quiet hours decide a test. */
export const noonZone = () => zoneWhereItIs(12);

/** Somebody on a phone of their own, through the door; `words` are the 24 of them. */
export async function joinAs(browser, link, name, options) {
  const visit = await openPage(browser, options);
  const { page } = visit;
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('heading', { name: 'Write these words down' }).waitFor();
  const words = await page.locator('ol li strong').allTextContents();
  await page.getByRole('button', { name: /written them down/ }).click();
  await page.getByRole('heading', { name: new RegExp(`Good to have you, ${name}`) }).waitFor();
  return { ...visit, words };
}

/** A steward without a phone, with a guild of its own and a link for the others. */
export async function stewardOf(node, guild) {
  const { chain: name } = await (await fetch(`${node.origin}/api/v1/commune`)).json();
  const chain = Buffer.from(name, 'hex');
  const key = signing.memberKey(randomBytes(32));
  const post = (bytes) => signing.post(node.origin, bytes);
  await post(signing.join(key, chain, node.invitation, 'Cleo'));
  await post(signing.foundGuild(key, chain, guild, 'food'));
  const door = randomBytes(32);
  const tomorrow = Math.floor(Date.now() / 1000) + 86_400;
  const invitation = signing.message({ 1: signing.keyFrom(door).publicKey, 2: tomorrow, 3: 10 });
  await post(signing.signed(key, chain, { 1: invitation }));
  const cookie = await signing.openSession(node.origin, key, chain);
  const read = async (path) => (await fetch(`${node.origin}/api/v1${path}`, { headers: { cookie } })).json();
  const memberCalled = async (called) =>
    Buffer.from((await read('/members')).members.find(({ name }) => name === called).id, 'hex');
  return { key, chain, post, read, memberCalled, link: `${node.origin}/join#${door.toString('base64url')}` };
}

export async function foundGuild(page, origin, name) {
  await page.goto(`${origin}/guilds/new`);
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByLabel('Sector').selectOption({ label: 'Food' });
  await page.getByRole('button', { name: 'Found it' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

export async function makeInvitation(page, origin) {
  await page.goto(`${origin}/commune/invite`);
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  const box = page.getByRole('textbox', { name: 'The invitation’s link' });
  await box.waitFor();
  return box.inputValue();
}
