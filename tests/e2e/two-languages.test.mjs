// The words of a commune in two languages: each reads its first skills in their own, both mean the same one,
// and what the commune keeps does not change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../support/browser.mjs';
import { joinAs, serveReal } from '../support/real.mjs';
import { withCommunes } from '../support/stage.mjs';

const { node, browser } = withCommunes({ node: () => serveReal() });

test('what one calls Baking and another Backen is one skill', async () => {
  const ana = await joinAs(browser, node.invitation, 'Ana', phone);
  const ben = await joinAs(browser, node.invitation, 'Ben', phone);
  const kept = () => ana.page.evaluate(async () => (await (await fetch('/api/v1/catalogue')).json()).skills);
  const before = await kept();
  assert.equal(before.find(({ id }) => id === 'baking').name, 'Baking');

  await ben.page.goto(`${node.origin}/me/settings`);
  await ben.page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await ben.page.goto(`${node.origin}/me/profile`);
  await ben.page.getByText('Ernährung').first().waitFor();
  await ben.page.getByRole('button', { name: 'Wählen' }).first().click();
  const dialog = ben.page.getByRole('dialog');
  await dialog.getByText('Wände streichen').first().waitFor();
  assert.equal(await dialog.getByText('Baking').count(), 0);
  // A word that is there is chosen, whichever language it was typed in.
  for (const word of ['backen', 'Pottery']) {
    await dialog.getByLabel('Fehlt ein Wort?').fill(word);
    await dialog.getByRole('button', { name: 'Wort dazunehmen' }).click();
  }
  await dialog.getByRole('button', { name: 'Fertig' }).click();
  const chosen = ben.page.getByRole('main');
  await chosen.getByText(/^Backen/).waitFor();
  await chosen.getByText(/^Töpfern/).waitFor();
  assert.deepEqual(await kept(), before);

  await ana.page.goto(`${node.origin}/commune/catalogue`);
  await ana.page.getByText('Baking', { exact: true }).waitFor();
  assert.deepEqual([...ana.errors, ...ben.errors], []);
  await ana.context.close();
  await ben.context.close();
});
