// An urgent call: a sensor reports, the node makes a task of it, every phone hears it and decides alone;
// only the phone of somebody who can help rings, and nothing that a phone knows of its owner is sent.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { until } from '../support/app.mjs';
import { joinAs, noonZone, serveReal } from '../support/real.mjs';
import { keyFrom, message, openSession, putDevice, signed } from '../support/signing.mjs';
import { withCommunes } from '../support/stage.mjs';
import { post, waterGuild } from '../support/water-guild.mjs';

const DEVICE = 5;
const { node, browser } = withCommunes({ node: () => serveReal('Hillside', noonZone()) });

test('a sensor calls, and only the phone of somebody who can help rings', async () => {
  const { key, chain, link } = await waterGuild(node);
  const ana = await joinAs(browser, link, 'Ana');
  const ben = await joinAs(browser, link, 'Ben');
  const sent = [];
  for (const { page } of [ana, ben]) {
    page.on('request', (request) => sent.push(request.url() + (request.postDataBuffer()?.toString('latin1') ?? '')));
  }
  const cookie = await openSession(node.origin, key, chain);
  const { members } = await (await fetch(`${node.origin}/api/v1/members`, { headers: { cookie } })).json();
  const anaId = Buffer.from(members.find(({ name }) => name === 'Ana').id, 'hex');
  await post(node.origin, signed(key, chain, { 16: message({ 1: 'pumps', 2: 'Pumps', 4: 'water' }) }));
  await post(node.origin, signed(key, chain, { 17: message({ 1: 'pumps', 2: anaId }) }));
  const draft = { 1: 'water', 3: 'Pump the cellar out', 11: 60, 12: 1, 13: 2, 15: 'pumps', 18: 3 };
  await post(node.origin, signed(key, chain, { 36: message({ 1: 'flood', 2: message(draft) }) }));
  const sensor = keyFrom(randomBytes(32));
  const device = { name: 'Float switch', guild: 'water', kind: 'flood', trusted: true };
  await post(node.origin, putDevice(key, chain, sensor.publicKey, device));
  for (const { page } of [ana, ben]) {
    await page.goto(node.origin);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }

  const alert = randomBytes(16);
  const report = message({ 1: alert, 5: 'Water in the cellar' });
  await post(node.origin, signed(sensor, chain, { 71: report }, DEVICE));
  const ring = ana.page.getByRole('alert').filter({ hasText: 'Pump the cellar out' });
  await ring.waitFor();
  await ben.page.getByText('Pump the cellar out').first().waitFor();
  assert.equal(await ben.page.getByRole('alert').filter({ hasText: 'Pump the cellar out' }).count(), 0);

  await ring.getByRole('button', { name: 'I’ll come' }).click();
  await ring.waitFor({ state: 'detached' });
  const path = `${node.origin}/api/v1/tasks/${alert.toString('hex')}`;
  await until('the commune knows who comes', async () => (await (await fetch(path, { headers: { cookie } })).json()).coming === 1);
  for (const request of sent) assert.doesNotMatch(request, /"interests"|"quietFrom"|"pings"|"notBefore"/);
  assert.deepEqual([...ana.errors, ...ben.errors], []);
  await ana.context.close();
  await ben.context.close();
});
