// What might suit: two people tell their own devices what they wish and get other suggestions, each with its
// reasons; nothing of it leaves the device in clear, and without network it works all the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from '../support/browser.mjs';
import { beSomebody, suggestions, wish } from '../support/app.mjs';
import { serveRiverbend } from '../support/node.mjs';
import { withCommunes } from '../support/stage.mjs';

const { node, browser } = withCommunes({ node: serveRiverbend });

test('what somebody wishes becomes a reason for them alone, with weights, and nobody else learns of it', async () => {
  const sent = [];
  const jobs = [];
  for (const name of ['Alois Huber', 'Amara Okafor']) {
    const { context, page, errors } = await openPage(browser);
    page.on('request', (request) => sent.push(request.url() + (request.postDataBuffer()?.toString('latin1') ?? '')));
    await beSomebody(page, node.origin, name);
    const wished = page.locator('.suggestion', { hasText: 'You said you would gladly do this' });
    await suggestions(page, node.origin);
    assert.equal(await wished.count(), 0, 'nothing was wished yet');
    // Something that would be once a month: not done yet.
    const fresh = page.locator('.suggestion', { hasNotText: 'You have done this' });
    const job = await fresh.first().locator('.title').textContent();
    jobs.push(job.trim());
    await wish(page, node.origin, jobs.at(-1));
    await suggestions(page, node.origin);
    const titles = await wished.locator('.title').allTextContents();
    assert.deepEqual(titles.map((title) => title.trim()), [jobs.at(-1)], 'the wish is a reason, of that job alone');
    const first = page.locator('.suggestion').first();
    await first.getByText('Why this?').click();
    const weights = await first.locator('.weight').allTextContents();
    assert.ok(weights.length > 0 && weights.every((text) => /^[+-]\d+$/.test(text)), `${weights}`);
    assert.ok(weights.reduce((sum, text) => sum + Number(text), 0) > 0);
    assert.deepEqual(errors, []);
    await context.close();
  }
  assert.ok(sent.length > 20);
  for (const request of sent) assert.doesNotMatch(request, /"wishes"|template:|"interests"|"notBefore"/);
});

test('an answer takes a suggestion away, and can be taken back', async () => {
  const { context, page, errors } = await openPage(browser);
  await beSomebody(page, node.origin, 'Alois Huber');
  await suggestions(page, node.origin);
  const last = page.locator('.suggestion').last();
  const href = await last.locator('.title a').getAttribute('href');
  await last.getByRole('button', { name: 'Not this time' }).click();
  await page.locator(`.suggestion a[href="${href}"]`).waitFor({ state: 'detached' });
  await page.goto(`${node.origin}/me/profile`);
  const answered = page.getByRole('heading', { name: 'What I answered' });
  await answered.waitFor();
  await page.getByRole('button', { name: 'Take back' }).click();
  await answered.waitFor({ state: 'detached' });
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
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
    }
  });
  await context.setOffline(true);
  await page.reload();
  await page.locator('.suggestion').first().waitFor();
  await context.close();
});
