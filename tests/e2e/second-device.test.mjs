// A lost phone: on another one the 24 words alone bring back what was private, through the sealed copy
// that the commune's computer keeps and cannot read.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPage } from '../support/browser.mjs';
import { foundGuild, joinAs, serveReal } from '../support/real.mjs';
import { withCommunes } from '../support/stage.mjs';

const secret = 'Picked up windfalls behind the mill';

const { node, browser } = withCommunes({ node: serveReal });

async function hoursOf(page) {
  await page.goto(`${node.origin}/me`);
  const hours = page.locator('.balance, section').filter({ hasText: 'My hours' }).first();
  await hours.waitFor();
  return hours;
}

test('profile and hours come back with the words, and nothing of them lies open on the way', async () => {
  const ana = await joinAs(browser, node.invitation, 'Ana');
  const sent = [];
  ana.page.on('request', (request) => {
    if (request.url().includes('/vault/')) sent.push(request.postDataBuffer());
  });
  await foundGuild(ana.page, node.origin, 'Orchard');
  await ana.page.goto(`${node.origin}/guild/orchard/unasked`);
  await ana.page.getByLabel('What did you do?').fill(secret);
  await ana.page.getByRole('button', { name: 'Write it down' }).click();
  await ana.page.getByText('Written down. Thank you.').waitFor();
  await ana.page.goto(`${node.origin}/me/keys`);
  await ana.page.getByText('The copy is up to date.').waitFor();
  const before_loss = (await (await hoursOf(ana.page)).innerText()).replace(/\s+/g, ' ');
  assert.match(before_loss, /[1-9][0-9.]* h/);
  await ana.context.close(); // the phone is gone

  const bodies = sent.filter(Boolean);
  assert.ok(bodies.length > 0, 'something was put into the vault');
  for (const body of bodies) assert.ok(!body.includes('windfalls') && !body.includes('orchard'));
  const [name, ...others] = await readdir(join(node.directory, 'vault'));
  assert.deepEqual(others, []);
  const kept = await readFile(join(node.directory, 'vault', name));
  assert.ok(!kept.includes('windfalls') && kept.length > 16_384, 'sealed, and padded to a step of 16 KiB');

  const { page, context, errors } = await openPage(browser);
  await page.goto(`${node.origin}/welcome`);
  await page.getByRole('link', { name: 'I have 24 recovery words' }).click();
  await page.getByLabel('Your 24 words').fill(ana.words.join(' '));
  await page.getByRole('button', { name: 'Come back' }).click();
  await page.getByRole('heading', { level: 1, name: /Ana/ }).waitFor();
  const hours = await hoursOf(page);
  await page.waitForFunction(
    ([text]) => document.body.innerText.replace(/\s+/g, ' ').includes(text),
    [before_loss.match(/[1-9][0-9.]* h/)[0]],
  );
  assert.equal((await hours.innerText()).replace(/\s+/g, ' '), before_loss);
  assert.deepEqual(errors, []);
  await context.close();
});
