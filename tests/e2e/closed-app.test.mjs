// An urgent call while every app is closed: a sensor reports, the node wakes both phones with one and the
// same sealed message, and each phone's service worker decides alone; only the phone of somebody who can
// help rings, and nothing that a phone knows of its owner is sent.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openPushService } from '../support/push-service.mjs';
import { noonZone, serveReal, stewardOf } from '../support/real.mjs';
import { DEVICE, keyFrom, message, putDevice, signed } from '../support/signing.mjs';
import { joinAndSleep, lookUntil } from '../support/sleeping.mjs';
import { withCommunes } from '../support/stage.mjs';
import { privateWords, wordsIn } from '../support/told.mjs';
import { until } from '../support/until.mjs';

const flags = ['--push', 'mailto:water@hillside.example', '--push-local'];
const { node, browser } = withCommunes({ node: () => serveReal('Hillside', noonZone(), flags) });
let service;
before(async () => (service = await openPushService()));
after(() => service?.stop());

test('a call wakes every phone, and only the right one rings', async () => {
  const { key, chain, post, memberCalled, link } = await stewardOf(node, 'water');
  const ana = await joinAndSleep({ node, browser, service, link, name: 'Ana' });
  const ben = await joinAndSleep({ node, browser, service, link, name: 'Ben', busy: [1] });
  await post(signed(key, chain, { 16: message({ 1: 'pumps', 2: 'Pumps', 4: 'water' }) }));
  await post(signed(key, chain, { 17: message({ 1: 'pumps', 2: await memberCalled('Ana') }) }));
  const draft = { 1: 'water', 3: 'Pump the cellar out', 11: 60, 12: 1, 13: 2, 15: 'pumps', 18: 3 };
  await post(signed(key, chain, { 36: message({ 1: 'flood', 2: message(draft) }) }));
  // The phones see once that Ana may work with pumps; then their apps are closed again.
  for (const visit of [ana, ben])
    await lookUntil(visit, node.origin, 'Ana', ({ certificates }) => certificates.length > 0);
  const { endpoint, keys } = service.subscribe();
  const stranger = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ endpoint, keys }) };
  assert.equal((await fetch(`${node.origin}/api/v1/push/subscriptions`, stranger)).status, 401, 'only members are woken');
  const sensor = keyFrom(randomBytes(32));
  await post(putDevice(key, chain, sensor.publicKey, { name: 'Float switch', guild: 'water', kind: 'flood', trusted: true }));
  const alert = randomBytes(16);
  await post(signed(sensor, chain, { 71: message({ 1: alert, 5: 'Water in the cellar' }) }, DEVICE));

  const [, toAna] = await ana.subscription.heard(2);
  const [, toBen] = await ben.subscription.heard(2);
  assert.equal(toAna.text, toBen.text, 'everybody is told the same');
  assert.deepEqual([toAna.size, toAna.topic, toAna.urgency], [toBen.size, toBen.topic, 'high']);
  assert.ok(toAna.ttl > 0 && toAna.ttl <= 7200 && !toAna.text.includes('Ana'));
  const tag = `call/${alert.toString('hex')}`;
  await ana.worker.deliver(toAna.text);
  await ben.worker.deliver(toBen.text);
  const [ring] = (await ana.worker.shown((list) => list.some((one) => one.tag === tag))).filter((one) => one.tag === tag);
  assert.deepEqual([ring.title, ring.silent, ring.actions], ['Somebody is needed now', false, ['come', 'not_now']]);
  assert.match(ring.body, /Pump the cellar out/);
  const quiet = await ben.worker.shown(([first]) => first?.title === 'A call went out');
  assert.deepEqual(quiet.map(({ tag, silent }) => [tag, silent]), [['calls', true]]);

  // On a tap the app opens at the task, where the call goes on.
  const page = await ana.context.newPage();
  await page.goto(`${node.origin}/task/${alert.toString('hex')}`);
  const banner = page.getByRole('alert').filter({ hasText: 'Pump the cellar out' });
  await banner.getByRole('button', { name: 'I’ll come' }).click();
  await banner.waitFor({ state: 'detached' });
  await until('the commune knows that Ana comes', async () => {
    const task = await page.request.get(`${node.origin}/api/v1/tasks/${alert.toString('hex')}`);
    return (await task.json()).coming === 1;
  });
  await page.close();
  const [, , filled] = await ana.subscription.heard(3);
  await ana.worker.deliver(filled.text);
  await ana.worker.shown((list) => list.length === 1 && list[0].body === 'Enough people are coming.');

  for (const { sent } of [ana, ben]) assert.deepEqual(wordsIn(sent, privateWords), []);
  assert.deepEqual([...service.problems, ...ana.errors, ...ben.errors], []);

  // Whoever forgets the person on a phone is woken no more, and "Not now" needs no app.
  const last = await ben.context.newPage();
  await last.goto(`${node.origin}/me/settings`);
  await last.getByRole('button', { name: /Forget me on this device/ }).click();
  await last.getByRole('dialog').getByRole('button', { name: /Forget/ }).click();
  await last.waitForURL(/welcome/);
  const known = async ({ id }) => (await fetch(`${node.origin}/api/v1/push/subscriptions/${id}/test`, { method: 'POST' })).status !== 404;
  await until('nobody wakes Ben', async () => !(await known(ben.subscription)));
  assert.equal(await known(ana.subscription), true);
  await ana.context.close();
  await ben.context.close();
});
