// A round from end to end: two people say what they would like, it is shared out with a proof, one
// says "not this time", and the place goes to the other; whoever likes checks it on the phone. Then
// somebody reports that something is wrong, and the guild makes an urgent call of it.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { beSomebody, sayGladly } from '../support/app.mjs';
import { openPage } from '../support/browser.mjs';
import { serveRiverbend } from '../support/node.mjs';
import { memberKey, message, post as postTo, signed } from '../support/signing.mjs';
import { withCommunes } from '../support/stage.mjs';
import { until } from '../support/until.mjs';

const { node, browser } = withCommunes({ node: serveRiverbend });

const ask = async (path) => (await fetch(`${node.origin}/api/v1${path}`)).json();

async function post(command, slug) {
  const chain = Buffer.from((await ask('/commune')).chain, 'hex');
  const seed = createHash('sha256').update('commune/demo/v1\0').update(slug).digest();
  await postTo(node.origin, signed(memberKey(seed), chain, command));
}

/** A round whose only task has one place, open for `seconds`. */
async function openRound(seconds, { slug, guild }) {
  const task = randomBytes(16);
  const round = randomBytes(16);
  const now = Math.floor(Date.now() / 1000);
  const begin = now + 40 * 86_400; // after the rounds that the example opens itself
  const title = 'Light the bread oven';
  const draft = message({ 1: guild, 3: title, 8: begin, 9: begin + 3_600, 11: 60, 12: 1, 13: 1, 18: 2 });
  await post({ 30: message({ 1: task, 2: draft }) }, slug);
  const times = { 2: begin - 60, 3: begin + 60, 4: now + seconds, 5: now + 3_600 };
  await post({ 60: message({ 1: round, ...times }) }, slug);
  return { round: round.toString('hex'), task: task.toString('hex'), title };
}

/** Two people of the demo in one guild, by name and slug. */
async function twoPeople() {
  const { people } = await ask('/demo/people');
  const first = people.find((one) => one.guilds.length > 0);
  const second = people.find((one) => one !== first && one.guilds.includes(first.guilds[0]));
  return { first, second, guild: first.guilds[0] };
}

test('what one gives back goes to the next who said they would like it', { timeout: 240_000 }, async () => {
  const { first, second, guild } = await twoPeople();
  const open = await openRound(60, { slug: first.slug, guild });
  const phones = await Promise.all([openPage(browser), openPage(browser)]);
  const [one, other] = phones.map(({ page }) => page);
  await beSomebody(one, node.origin, first.name);
  await beSomebody(other, node.origin, second.name);
  await one.getByText('Say what you would like').first().waitFor();
  await sayGladly(one, node.origin, open.round, open.title);
  await sayGladly(other, node.origin, open.round, open.title);
  const said = await ask(`/rounds/${open.round}`);
  assert.equal(said.willing.length, 2);
  assert.ok(!JSON.stringify(said).includes(first.member), 'a word in a round names nobody');

  await Promise.all([one.goto(node.origin), other.goto(node.origin)]);
  const comes = (page) => page.getByRole('button', { name: `I’ll come: ${open.title}` });
  const invited = await Promise.any(
    [one, other].map(async (page) => {
      await comes(page).waitFor({ timeout: 120_000 });
      return page;
    }),
  );
  const next = invited === one ? other : one;
  assert.equal(await comes(next).count(), 0, 'there is one place, so one invitation');
  const main = invited.getByRole('main');
  const card = main.locator('.invited').filter({ hasText: open.title });
  await card.getByText('Would it suit me?').click();
  await card.locator('.weight').first().waitFor();
  await invited.getByRole('button', { name: `Not this time: ${open.title}` }).click();
  await invited.getByText('The place goes to somebody else').first().waitFor();
  await comes(next).waitFor({ timeout: 60_000 });
  await comes(next).click();
  await comes(next).waitFor({ state: 'detached' });
  await next.getByText(open.title).first().waitFor();
  await until('the commune knows who comes', async () => (await ask(`/tasks/${open.task}`)).coming === 1);

  await next.goto(`${node.origin}/round/${open.round}`);
  await next.getByRole('button', { name: 'Check it on this device' }).click();
  await next.getByText(/all of it is true/).waitFor();
  for (const { errors, context } of phones) {
    assert.deepEqual(errors, []);
    await context.close();
  }
});

test('a report becomes an urgent call once the guild confirms it', async () => {
  const { first, second, guild } = await twoPeople();
  const { name } = (await ask('/guilds')).guilds.find(({ id }) => id === guild);
  const phones = await Promise.all([openPage(browser), openPage(browser)]);
  const [reporter, member] = phones.map(({ page }) => page);
  await beSomebody(reporter, node.origin, first.name);
  await reporter.getByRole('link', { name: 'Something is wrong' }).click();
  await reporter.getByRole('radio', { name, exact: true }).check();
  await reporter.getByLabel('What is it?').fill('The freezer is warm.');
  await reporter.getByRole('button', { name: 'Report it' }).click();
  await reporter.getByText(/^Reported\. Phones of the guild ask now/).first().waitFor();
  await beSomebody(member, node.origin, second.name);
  await member.getByText('The freezer is warm.').first().waitFor();
  // Its phone may ring and ask, above what stands on the page.
  await member.getByRole('button', { name: 'Call people' }).last().click();
  await member.getByText('It is an urgent call now.').first().waitFor();
  const { alerts } = await ask('/alerts');
  assert.deepEqual([alerts[0].status, alerts[0].reports], ['confirmed', 1]);
  assert.equal((await ask(`/tasks/${alerts[0].id}`)).urgency, 'urgent');
  for (const { context } of phones) await context.close();
});
