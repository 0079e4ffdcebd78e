// An urgent call: a sensor reports, the node makes a task of it, every phone hears it and decides alone;
// only the phone of somebody who can help rings, and nothing that a phone knows of its owner is sent.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { joinAs, noonZone, serveReal, stewardOf } from '../support/real.mjs';
import { DEVICE, keyFrom, message, putDevice, signed } from '../support/signing.mjs';
import { withCommunes } from '../support/stage.mjs';
import { listenTo, privateWords, sealedCopySent, setQuietHours, wordsIn } from '../support/told.mjs';
import { until } from '../support/until.mjs';

const { node, browser } = withCommunes({ node: () => serveReal('Hillside', noonZone()) });

test('a sensor calls, and only the phone of somebody who can help rings', async () => {
  const { key, chain, post, read, memberCalled, link } = await stewardOf(node, 'water');
  const ana = await joinAs(browser, link, 'Ana');
  const ben = await joinAs(browser, link, 'Ben');
  const sent = [ana, ben].map(({ context }) => listenTo(context));
  for (const { page } of [ana, ben]) {
    await page.goto(`${node.origin}/me/settings`);
    await setQuietHours(page);
  }
  await Promise.all(sent.map(sealedCopySent));
  await post(signed(key, chain, { 16: message({ 1: 'pumps', 2: 'Pumps', 4: 'water' }) }));
  await post(signed(key, chain, { 17: message({ 1: 'pumps', 2: await memberCalled('Ana') }) }));
  const draft = { 1: 'water', 3: 'Pump the cellar out', 11: 60, 12: 1, 13: 2, 15: 'pumps', 18: 3 };
  await post(signed(key, chain, { 36: message({ 1: 'flood', 2: message(draft) }) }));
  const sensor = keyFrom(randomBytes(32));
  const device = { name: 'Float switch', guild: 'water', kind: 'flood', trusted: true };
  await post(putDevice(key, chain, sensor.publicKey, device));
  for (const { page } of [ana, ben]) {
    await page.goto(node.origin);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }

  const alert = randomBytes(16);
  const report = message({ 1: alert, 5: 'Water in the cellar' });
  await post(signed(sensor, chain, { 71: report }, DEVICE));
  const ring = ana.page.getByRole('alert').filter({ hasText: 'Pump the cellar out' });
  await ring.waitFor();
  await ben.page.getByText('Pump the cellar out').first().waitFor();
  assert.equal(await ben.page.getByRole('alert').filter({ hasText: 'Pump the cellar out' }).count(), 0);

  // Each phone tells its owner why.
  await ring.getByText('Why does my phone ring?').click();
  await ring.getByText('chance picked this phone too').waitFor();
  await ben.page.getByRole('main').getByRole('link', { name: 'Pump the cellar out' }).first().click();
  await ben.page.getByText('Why is my phone silent?').click();
  await ben.page.getByText('As far as this device knows you cannot come').waitFor();

  await ring.getByRole('button', { name: 'I’ll come' }).click();
  await ring.waitFor({ state: 'detached' });
  await until('the commune knows who comes', async () => (await read(`/tasks/${alert.toString('hex')}`)).coming === 1);
  for (const phone of sent) assert.deepEqual(wordsIn(phone, privateWords), []);
  assert.deepEqual([...ana.errors, ...ben.errors], []);
  await ana.context.close();
  await ben.context.close();
});
