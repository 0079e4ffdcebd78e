// What might suit: two people tell their own devices what they wish and get other suggestions, each with its
// reasons; nothing of it leaves the device in clear, and without network it works all the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from '../support/browser.mjs';
import { beSomebody, keptHere, openProfile, suggestions, wish } from '../support/app.mjs';
import { serveRiverbend } from '../support/node.mjs';
import { withCommunes } from '../support/stage.mjs';
import { listenTo, privateWords, wordsIn } from '../support/told.mjs';

const { node, browser } = withCommunes({ node: serveRiverbend });

test('what somebody wishes becomes a reason for them alone, with weights, and nobody else learns of it', async () => {
  for (const name of ['Alois Huber', 'Amara Okafor']) {
    const { context, page, errors } = await openPage(browser);
    const sent = listenTo(context);
    await beSomebody(page, node.origin, name);
    const wished = page.locator('.suggestion', { hasText: 'You said you would gladly do this' });
    await suggestions(page);
    assert.equal(await wished.count(), 0, 'nothing was wished yet');
    // Something that would be once a month: not done yet.
    const fresh = page.locator('.suggestion', { hasNotText: 'You have done this' });
    const job = (await fresh.first().locator('.title').textContent()).trim();
    await wish(page, job);
    await suggestions(page);
    await wished.first().waitFor();
    const titles = await wished.locator('.title').allTextContents();
    assert.ok(titles.every((title) => title.trim() === job), `the wish is a reason, of ${job} alone: ${titles}`);
    const first = page.locator('.suggestion').first();
    await first.getByText('Why this?').click();
    const weights = await first.locator('.weight').allTextContents();
    assert.ok(weights.length > 0 && weights.every((text) => /^[+-]\d+$/.test(text)), `${weights}`);
    assert.ok(weights.reduce((sum, text) => sum + Number(text), 0) > 0);
    assert.ok(sent.length > 10);
    assert.deepEqual(wordsIn(sent, privateWords), []);
    assert.deepEqual(errors, []);
    await context.close();
  }
});

test('an answer takes a suggestion away, and can be taken back', async () => {
  const { context, page, errors } = await openPage(browser);
  await beSomebody(page, node.origin, 'Alois Huber');
  await suggestions(page);
  const href = await page.locator('.suggestion').last().locator('.title a').getAttribute('href');
  const card = page.locator('.suggestion').filter({ has: page.locator(`a[href="${href}"]`) });
  await card.getByRole('button', { name: 'Not this time' }).click();
  await card.waitFor({ state: 'detached' });
  await page.getByRole('status').getByText('All right, not this time.').waitFor();
  await openProfile(page);
  const answered = page.getByRole('heading', { name: 'What I answered' });
  await answered.waitFor();
  await page.getByRole('button', { name: 'Take back' }).click();
  await answered.waitFor({ state: 'detached' });
  assert.deepEqual(errors, []);
  await context.close();
});

test('a surprise that was refused is the last of its day', async () => {
  const { context, page, errors } = await openPage(browser);
  await beSomebody(page, node.origin, 'Sunniva Aasen');
  await suggestions(page);
  const surprise = page.locator('.surprise .suggestion');
  await surprise.getByText('Why this?').click();
  await surprise.getByRole('button', { name: 'Never this kind' }).click();
  await page.getByRole('status').getByText('You won’t be asked for this kind again.').waitFor();
  await surprise.waitFor({ state: 'detached' });
  await page.reload();
  await suggestions(page);
  assert.equal(await surprise.count(), 0);
  assert.deepEqual(errors, []);
  await context.close();
});

test('hours that leave none are said, not silently obeyed', async () => {
  const { context, page } = await openPage(browser);
  await beSomebody(page, node.origin, 'Amara Okafor');
  await page.goto(`${node.origin}/me/profile`);
  await page.getByLabel('Not before').fill('20:00');
  await page.getByLabel('Not after').fill('10:00');
  await page.getByLabel('Not after').blur();
  await page.getByText('Not before 20:00 and not after 10:00 leave no hour of the day').waitFor();
  await page.getByRole('link', { name: 'Today' }).click();
  await page.getByText('leave no hour of the day').waitFor();
  await context.close();
});

test('after the first load the suggestions come without network too', async () => {
  const { context, page } = await openPage(browser);
  await beSomebody(page, node.origin, 'Alois Huber');
  await keptHere(page);
  await context.setOffline(true);
  await page.reload();
  await page.locator('.suggestion').first().waitFor();
  await context.close();
});
