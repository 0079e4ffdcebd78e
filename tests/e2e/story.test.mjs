// One week of a small commune, in one go: two people tell their own devices what they like and are shown
// other work for true reasons, say what they would do, the round is shared out, one says no and the next is
// asked, and when a sensor calls, only the phone of who can help rings. Of what they told their devices,
// nothing leaves in clear.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { sayGladly, suggestions, wish } from '../support/app.mjs';
import { joinAs, noonZone, serveReal, stewardOf } from '../support/real.mjs';
import { DEVICE, keyFrom, message, putDevice, signed } from '../support/signing.mjs';
import { withCommunes } from '../support/stage.mjs';
import { listenTo, privateWords, sealedCopySent, setQuietHours, wordsIn } from '../support/told.mjs';
import { until } from '../support/until.mjs';

const DAY = 86_400;
const { node, browser } = withCommunes({ node: () => serveReal('Hillside', noonZone()) });
const nowSeconds = () => Math.floor(Date.now() / 1000);

/** A steward without a phone, a guild with three kinds of job, and a link for the others. */
async function commune() {
  const home = await stewardOf(node, 'house');
  const { key, chain, post } = home;
  await post(signed(key, chain, { 16: message({ 1: 'pumps', 2: 'Pumps', 4: 'house' }) }));
  for (const [kind, title, more] of [['bread', 'Bake the bread', {}], ['dishes', 'Wash up', {}], ['flood', 'Pump the cellar out', { 15: 'pumps', 18: 3 }]]) {
    const draft = { 1: 'house', 3: title, 11: 60, 12: 1, 13: 1, 18: 2, ...more };
    await post(signed(key, chain, { 36: message({ 1: kind, 2: message(draft) }) }));
  }
  return home;
}

/** One task of each everyday kind, at about noon in three days, with one place. */
async function postTasks({ key, chain, post }) {
  const begin = Math.floor(nowSeconds() / 3_600) * 3_600 + 3 * DAY;
  const posted = {};
  for (const [kind, title, hour] of [['bread', 'Bake the bread', 0], ['dishes', 'Wash up', 2]]) {
    posted[kind] = randomBytes(16);
    const at = begin + hour * 3_600;
    const draft = { 1: 'house', 3: title, 7: kind, 8: at, 9: at + 3_600, 11: 60, 12: 1, 13: 1, 18: 2 };
    await post(signed(key, chain, { 30: message({ 1: posted[kind], 2: message(draft) }) }));
  }
  return posted;
}

/** A round over both tasks that closes in `seconds`. */
async function openRound({ key, chain, post }, seconds) {
  const round = randomBytes(16);
  const now = nowSeconds();
  const times = { 2: now + 2 * DAY, 3: now + 5 * DAY, 4: now + seconds, 5: now + DAY };
  await post(signed(key, chain, { 60: message({ 1: round, ...times }) }));
  return round.toString('hex');
}

const cardOf = (page, title) =>
  page.locator('.suggestion').filter({ has: page.getByRole('link', { name: title, exact: true }) });

/** Opens the whole why of a suggestion; what its reasons weigh together. */
async function weightOf(page, title) {
  await cardOf(page, title).getByText('Why this?').click();
  const weights = await cardOf(page, title).locator('.weight').allTextContents();
  return weights.reduce((sum, text) => sum + Number(text.replace('−', '-')), 0);
}

test('from what two people like to the call that only one phone hears', { timeout: 240_000 }, async () => {
  const home = await commune();
  const posted = await postTasks(home);
  const ana = await joinAs(browser, home.link, 'Ana');
  const ben = await joinAs(browser, home.link, 'Ben');
  const sent = [ana, ben].map(({ context }) => listenTo(context));
  for (const { page } of [ana, ben]) {
    await page.goto(`${node.origin}/me/settings`);
    await setQuietHours(page);
  }

  // Two profiles, two rankings: what its owner wished weighs more on each phone, and it says why.
  for (const [who, job, other] of [[ana, 'Bake the bread', 'Wash up'], [ben, 'Wash up', 'Bake the bread']]) {
    await wish(who.page, job);
    await suggestions(who.page);
    assert.ok((await weightOf(who.page, job)) > (await weightOf(who.page, other)), job);
    const said = `You said you would gladly do this once a month: ${job}.`;
    await cardOf(who.page, job).getByRole('listitem').filter({ hasText: said }).waitFor();
    assert.equal(await cardOf(who.page, other).getByRole('listitem').filter({ hasText: 'gladly' }).count(), 0);
  }

  // Both would bake; there is one place.
  const round = await openRound(home, 25);
  for (const { page } of [ana, ben]) await sayGladly(page, node.origin, round, 'Bake the bread');
  await Promise.all([ana, ben].map(({ page }) => page.goto(node.origin)));
  const comes = ({ page }) => page.getByRole('button', { name: 'I’ll come: Bake the bread' });
  const invited = await Promise.any([ana, ben].map(async (who) => {
    await comes(who).waitFor({ timeout: 120_000 });
    return who;
  }));
  const next = invited === ana ? ben : ana;
  await invited.page.getByRole('button', { name: 'Not this time: Bake the bread' }).click();
  await comes(next).waitFor({ timeout: 60_000 });
  await comes(next).click();
  await until('the commune knows who bakes', async () => (await home.read(`/tasks/${posted.bread.toString('hex')}`)).coming === 1);

  // Ana may work the pumps.
  await home.post(signed(home.key, home.chain, { 17: message({ 1: 'pumps', 2: await home.memberCalled('Ana') }) }));
  const sensor = keyFrom(randomBytes(32));
  const device = { name: 'Float switch', guild: 'house', kind: 'flood', trusted: true };
  await home.post(putDevice(home.key, home.chain, sensor.publicKey, device));
  for (const { page } of [ana, ben]) {
    await page.goto(node.origin);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
  const alert = randomBytes(16);
  await home.post(signed(sensor, home.chain, { 71: message({ 1: alert, 5: 'Water in the cellar' }) }, DEVICE));
  const ringOf = ({ page }) => page.getByRole('alert').filter({ hasText: 'Pump the cellar out' });
  await ringOf(ana).waitFor();
  await ben.page.getByText('Pump the cellar out').first().waitFor();
  assert.equal(await ringOf(ben).count(), 0);
  await ringOf(ana).getByRole('button', { name: 'I’ll come' }).click();
  await ringOf(ana).waitFor({ state: 'detached' });
  await until('the commune knows who comes', async () => (await home.read(`/tasks/${alert.toString('hex')}`)).coming === 1);

  for (const phone of sent) {
    await sealedCopySent(phone);
    assert.deepEqual(wordsIn(phone, privateWords), []);
  }
  assert.deepEqual([...ana.errors, ...ben.errors], []);
  for (const { context } of [ana, ben]) await context.close();
});
