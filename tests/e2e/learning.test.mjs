// Learning together, on a real commune: off until somebody says yes, and what then leaves the phone is
// sealed, without a session, and told once. A helper that is killed meanwhile is no loss.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser } from '../support/browser.mjs';
import { serveLearning } from '../support/learning.mjs';
import { scratchFolder } from '../support/node.mjs';
import { foundGuild, joinAs, serveReal } from '../support/real.mjs';

let browser;
let commune;
let folder;
let learning;

before(async () => {
  browser = await openBrowser();
  folder = await scratchFolder('learning');
  commune = await serveReal();
  await commune.stopNode();
  learning = await serveLearning(commune.directory, folder.path, { seconds: 120, devicesMin: 8, port: commune.port });
});
after(async () => {
  await browser?.close();
  await learning?.stop();
  await commune?.stop();
  await folder?.remove();
});

const secretWord = 'Xylophonbau';

test('somebody opts in with plain words, and what leaves the phone says nothing in clear', async () => {
  const { page, errors, context } = await joinAs(browser, commune.invitation, 'Ana');
  const told = [];
  context.on('request', (request) => {
    if (request.url().includes('/contributions/')) told.push(request);
  });
  await foundGuild(page, commune.origin, secretWord);
  await page.goto(`${commune.origin}/me/settings`);
  const section = page.getByRole('region', { name: 'Learn together' }).or(page.locator('section', { hasText: 'Learn together' })).first();
  await section.getByText('This commune and Meadow').waitFor();
  await section.getByText('The key of Meadow begins:').waitFor();
  await section.getByText('Off: nothing is told.').waitFor();
  await section.getByText('Your privacy budget (epsilon) for a year is 8. Used so far: 0').waitFor();
  const opt_in = page.getByRole('switch', { name: 'Tell what happened, without my name' });
  assert.equal(await opt_in.isChecked(), false, 'off by default');
  assert.deepEqual(told, []);

  const telling = page.waitForRequest(/\/contributions\//, { timeout: 150_000 });
  await opt_in.click();
  await section.getByText('On. This device tells once').waitFor();
  await learning.restartHelper('SIGKILL');
  await section.getByText('On. This round is done').waitFor({ timeout: 150_000 });
  const request = await telling;
  await request.response();
  assert.equal(told.length, 1, 'once a round');
  assert.equal(request.method(), 'PUT');
  const headers = await request.allHeaders();
  for (const name of ['cookie', 'authorization', 'referer']) assert.equal(headers[name], undefined, `${name} goes along`);
  const names = (await context.cookies()).map(({ name }) => name);
  assert.ok(names.includes('commune_session'), 'there is a session, which stays at home');

  const body = request.postDataBuffer();
  const shares = 2;
  assert.equal(body.length % shares, 0);
  for (const clear of ['CMSHARE', 'Ana', secretWord, 'enjoy']) assert.ok(!body.includes(clear), `${clear} in clear`);
  // Sealed bytes are as good as random: no byte value is far more frequent than another.
  const frequent = Math.max(...body.reduce((counts, byte) => ((counts[byte] += 1), counts), new Array(256).fill(0)));
  assert.ok(frequent < 12, `one byte ${frequent} times in ${body.length}`);
  assert.deepEqual(errors, []);
  await context.close();
});
