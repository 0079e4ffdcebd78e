// What lies on the lock screen of a phone whose app is closed: the question of one's guild whether a report is
// so, what a call becomes that was wiped away, and the end of one whose time has passed. In a real service
// worker; what a push service would bring is what the node sent to the one of this machine.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openPushService } from '../support/push-service.mjs';
import { noonZone, serveReal, stewardOf } from '../support/real.mjs';
import { message, signed } from '../support/signing.mjs';
import { joinAndSleep, lookUntil } from '../support/sleeping.mjs';
import { withCommunes } from '../support/stage.mjs';
import { privateWords, wordsIn } from '../support/told.mjs';

const flags = ['--push', 'mailto:water@hillside.example', '--push-local'];
const hillside = () => serveReal('Hillside', noonZone(), flags);
// One each: in a commune of two or three everybody is asked at once, whatever chance says.
const { node, other, browser } = withCommunes({ node: hillside, other: hillside });
let service;
before(async () => (service = await openPushService()));
after(() => service?.stop());

const one = (tag) => (list) => list.some((shown) => shown.tag === tag);
const tags = (list) => list.map(({ tag }) => tag).sort();

test('an unconfirmed report asks its guild on closed phones; what is wiped away stays away', async () => {
  const { key, chain, post, link } = await stewardOf(node, 'water');
  const ana = await joinAndSleep({ node, browser, service, link, name: 'Ana' });
  const ben = await joinAndSleep({ node, browser, service, link, name: 'Ben' });
  await lookUntil(ana, node.origin, 'Ana', ({ guilds }) => guilds.length > 0, async (page) => {
    await page.goto(`${node.origin}/guild/water`);
    await page.getByRole('button', { name: /^Join/ }).click();
  });
  const id = randomBytes(16);
  const tag = `call/${id.toString('hex')}`;
  await post(signed(key, chain, { 71: message({ 1: id, 2: 'water', 5: 'Water in the cellar' }) }));

  const [, toAna] = await ana.subscription.heard(2);
  const [, toBen] = await ben.subscription.heard(2);
  assert.equal(toAna.text, toBen.text, 'everybody is told the same');
  assert.deepEqual([toAna.size, toAna.topic, toAna.urgency], [toBen.size, toBen.topic, 'high']);
  assert.deepEqual(Object.keys(JSON.parse(toAna.text)), ['chain', 'alert'], 'and not who reported it');
  assert.ok(toAna.ttl > 3000 && toAna.ttl <= 3600);
  await ana.worker.deliver(toAna.text);
  await ben.worker.deliver(toBen.text);
  const asked = (await ana.worker.shown(one(tag))).find((shown) => shown.tag === tag);
  assert.equal(asked.title, 'Your guild is asked: is it so?');
  assert.equal(asked.body, 'Water in the cellar\nwater');
  assert.deepEqual([asked.silent, asked.actions, asked.path], [false, ['look', 'not_now'], '/guild/water']);
  const [quiet, ...more] = await ben.worker.shown(([first]) => first?.title === 'Something was reported');
  assert.deepEqual([quiet.tag, quiet.silent, quiet.path, more.length], ['calls', true, '/guild/water', 0]);

  // On a tap the guild's page opens; the call goes on under the same tag.
  const page = await ana.context.newPage();
  await page.goto(node.origin + asked.path);
  await page.getByRole('main').getByRole('button', { name: 'Call people' }).click();
  const [, , callToBen] = await ben.subscription.heard(3);
  const [, , callToAna] = await ana.subscription.heard(3);
  assert.equal(JSON.parse(callToBen.text).task.id, id.toString('hex'));
  assert.equal(callToBen.topic, toBen.topic, 'a phone that was off hears of the call alone');
  await page.close();
  await ana.worker.deliver(callToAna.text);
  const goesOn = (list) => list.some((shown) => shown.tag === tag && shown.title === 'Somebody is needed now');
  const call = (await ana.worker.shown(goesOn)).find((shown) => shown.tag === tag);
  assert.deepEqual([call.silent, call.actions], [true, ['come', 'not_now']], 'Ana was asked already');

  // Wiping the quiet line away says nothing; wiping the call away is a no.
  await ben.worker.deliver(callToBen.text);
  assert.deepEqual(tags(await ben.worker.shown(one(tag))), [tag, 'calls'].sort());
  await ben.worker.wipe('calls');
  await ben.worker.deliver(callToBen.text);
  assert.deepEqual(tags(await ben.worker.shown(one(tag))), [tag], 'it still rings');
  await ben.worker.wipe(tag);
  await ben.worker.deliver(callToBen.text);
  const left = await ben.worker.shown(one('calls'));
  assert.deepEqual(left.map(({ title, silent }) => [title, silent]), [['A call went out', true]]);

  for (const { sent } of [ana, ben]) assert.deepEqual(wordsIn(sent, privateWords), []);
  assert.deepEqual([...service.problems, ...ana.errors, ...ben.errors], []);
  await ana.context.close();
  await ben.context.close();
});

test('a call whose time has passed does not stay on the lock screen, nor a question that was answered', async () => {
  const { key, chain, post, link } = await stewardOf(other, 'fire');
  const eve = await joinAndSleep({ node: other, browser, service, link, name: 'Eve' });
  const id = randomBytes(16);
  const start = Math.floor(Date.now() / 1000);
  const draft = { 1: 'fire', 3: 'Carry the hoses', 8: start, 9: start + 20, 12: 1, 13: 2, 18: 3, 19: 2 };
  await post(signed(key, chain, { 30: message({ 1: id, 2: message(draft) }) }));
  const [, call] = await eve.subscription.heard(2);
  const tag = `call/${id.toString('hex')}`;
  await eve.worker.deliver(call.text);
  await eve.worker.shown(one(tag));
  const [, , over] = await eve.subscription.heard(3);
  assert.equal(JSON.parse(over.text).over, true);
  await eve.worker.deliver(over.text);
  const [end, ...more] = await eve.worker.shown((list) => list.length > 0 && !one(tag)(list));
  assert.deepEqual([end.tag, end.title, end.body, end.silent, more.length], ['calls', 'A call went out', 'Nobody is needed for it any more.', true, 0]);

  const report = randomBytes(16);
  await post(signed(key, chain, { 71: message({ 1: report, 2: 'fire', 5: 'Smoke' }) }));
  const [, , , question] = await eve.subscription.heard(4);
  await eve.worker.deliver(question.text);
  await eve.worker.shown(([only]) => only?.title === 'Something was reported');
  await post(signed(key, chain, { 73: message({ 1: report, 2: 'The oven' }) }));
  const [, , , , answered] = await eve.subscription.heard(5);
  assert.equal(JSON.parse(answered.text).alert.status, 'dismissed');
  await eve.worker.deliver(answered.text);
  await eve.worker.shown(([only]) => only?.body === 'Nobody is needed for it any more.');
  assert.deepEqual([...service.problems, ...eve.errors], []);
  await eve.context.close();
});
