// What a screen reader is given on the pages about oneself, an invitation and the way in: names and
// roles, where the focus is after something changed, and what is announced.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from '../support/browser.mjs';
import { beSomebody } from '../support/app.mjs';
import { serveRiverbend } from '../support/node.mjs';
import { serveReal } from '../support/real.mjs';
import { withCommunes } from '../support/stage.mjs';

const { node, real, browser } = withCommunes({ node: serveRiverbend, real: serveReal });

/** The element with the focus, as its role or tag and its words. */
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return `${element.getAttribute('role') ?? element.tagName.toLowerCase()}: ${
      element.getAttribute('aria-label') ?? element.textContent.trim()
    }`;
  });

test('the keys: a page that starts at its heading, a switch with its consequence, words in place', async () => {
  const { context, page } = await openPage(browser);
  await beSomebody(page, node.origin, 'Alois Huber');
  await page.getByRole('link', { name: 'Me', exact: true }).click();
  await page.getByRole('link', { name: /Keys and recovery words/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Keys and recovery words' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  const tree = await page.locator('main').ariaSnapshot();
  assert.match(tree, /region "For your other devices"/);
  assert.match(tree, /switch "Keep a sealed copy on the commune’s computer" \[checked\]/);
  assert.match(tree, /status: \w/);
  const copy = page.getByRole('switch', { name: /sealed copy/ });
  const described = await copy.evaluate(
    (element) => document.getElementById(element.getAttribute('aria-describedby')).textContent,
  );
  assert.match(described, /^Off: the copy is wiped/);
  await copy.press('Space');
  await page.getByRole('status').filter({ hasText: 'There is no copy.' }).waitFor();
  await page.getByRole('button', { name: 'Show my 24 words' }).press('Enter');
  await page.getByRole('group', { name: 'Recovery words' }).waitFor();
  assert.equal(await focused(page), 'group: Recovery words');
  assert.equal(await page.getByRole('group', { name: 'Recovery words' }).getByRole('listitem').count(), 24);
  await page.getByRole('button', { name: 'Hide them' }).press('Enter');
  await page.getByRole('button', { name: 'Show my 24 words' }).waitFor();
  assert.equal(await focused(page), 'button: Show my 24 words');
  await context.close();
});

test('an invitation: the focus goes to what was made, and back to the heading when it is gone', async () => {
  const { context, page } = await openPage(browser);
  await beSomebody(page, node.origin, 'Alois Huber');
  await page.goto(`${node.origin}/commune/invite`);
  await page.getByRole('button', { name: 'Make an invitation' }).press('Enter');
  const made = page.getByRole('group', { name: 'The invitation is ready.' });
  await made.waitFor();
  assert.equal(await focused(page), 'group: The invitation is ready.');
  assert.match(await made.ariaSnapshot(), /img "The invitation as a picture to scan"[\s\S]*textbox "The invitation’s link"/);
  await page.getByRole('button', { name: 'Take the invitation back' }).press('Enter');
  await page.getByRole('status').filter({ hasText: 'The invitation no longer works.' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  await context.close();
});

test('the way in: each step starts at its heading', async () => {
  const { context, page } = await openPage(browser);
  await page.goto(real.invitation);
  const at = (name) => page.waitForFunction((text) => document.activeElement?.textContent.includes(text) && document.activeElement.tagName === 'H1', name);
  await at('You are invited to Hillside');
  await page.getByRole('textbox', { name: 'Your name' }).fill('Dora');
  await page.getByRole('button', { name: 'Join' }).press('Enter');
  await at('Write these words down');
  await page.getByRole('button', { name: /written them down/ }).press('Enter');
  await at('Good to have you, Dora');
  await context.close();
});
