// One phone in each of two neighbouring communes: Mill's call rings at Hill, somebody there comes, and at
// Mill it stops ringing and says how many come from where.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import { test } from 'node:test';
import { commune, scratchFolder } from '../support/node.mjs';
import { foundGuild, joinAs, makeInvitation, noonZone, serveReal } from '../support/real.mjs';
import { withCommunes } from '../support/stage.mjs';
import { until } from '../support/until.mjs';

const zone = noonZone();
const { mill, hill, browser } = withCommunes({
  mill: () => serveReal('Mill', zone),
  hill: () => serveReal('Hill', zone),
});

/** From the guild's page puts a device up, as a steward would. */
async function putUp(page, { as, name, key, trusted }) {
  await page.getByRole('link', { name: 'Stewards’ table' }).click();
  await page.getByLabel('What is it for?').selectOption({ label: as });
  await page.getByLabel('What is it called?').fill(name);
  await page.getByLabel('Its public key').fill(key);
  if (trusted) await page.getByLabel('Its word is enough').check();
  await page.getByRole('button', { name: 'Put it up' }).click();
  await page.getByText(`${name} is up.`).waitFor();
}

test('a call that Mill cannot fill rings next door, and Mill sees how many come', async (t) => {
  const folder = await scratchFolder('phones');
  t.after(() => folder.remove());
  const file = (name) => path(folder.path, name);
  const newKey = async (name) => (await commune('device', 'new', file(name))).stdout.trim();
  const carry = async () => {
    const carried = await commune('bridge', 'neighbours', file('neighbours.yaml'), '--node', mill.origin, '--once');
    assert.equal(carried.code, 0, carried.stderr);
  };

  const ana = await joinAs(browser, mill.invitation, 'Ana');
  await foundGuild(ana.page, mill.origin, 'Water');
  const hana = await joinAs(browser, hill.invitation, 'Hana');
  await foundGuild(hana.page, hill.origin, 'Friends');
  await putUp(hana.page, {
    as: 'A neighbouring commune that we hear',
    name: 'Mill',
    key: await newKey('at-hill.key'),
    trusted: true,
  });
  await hana.page.getByText('a neighbour that we hear').waitFor();
  await putUp(ana.page, {
    as: 'The way to a neighbouring commune',
    name: 'Hill',
    key: await newKey('hill.key'),
  });
  await ana.page.getByText('takes our calls there').waitFor();
  const words = `neighbours:\n  - {name: Hill, node: '${hill.origin}', key: at-hill.key, messenger: hill.key, taken_back: 'Thank you'}\n`;
  await writeFile(file('neighbours.yaml'), words);

  // Two report the same: an urgent call, and Mill has nobody else to ask.
  const link = await makeInvitation(ana.page, mill.origin);
  const ben = await joinAs(browser, link, 'Ben');
  for (const { page } of [ben, ana]) {
    await page.goto(`${mill.origin}/report`);
    await page.getByLabel('Water').check();
    await page.getByLabel('What is it?').fill('Water in the cellar');
    await page.getByRole('button', { name: 'Report it' }).click();
    await page.waitForURL(`${mill.origin}/`);
  }
  const at_mill = ana.page.getByRole('alert').filter({ hasText: 'Water in the cellar' });
  await at_mill.waitFor();

  await carry();
  const at_hill = hana.page.getByRole('alert').filter({ hasText: 'Mill: Water in the cellar' });
  await hana.page.goto(hill.origin);
  await at_hill.waitFor();
  await at_hill.getByRole('link', { name: 'Mill: Water in the cellar' }).click();
  await hana.page.getByText('Mill, a neighbouring commune, asks for this.').waitFor();
  await at_hill.getByRole('button', { name: 'I’ll come' }).click();
  await at_hill.waitFor({ state: 'detached' });
  await until('Hill knows that Hana comes', async () => {
    const { tasks } = await (await hana.page.request.get(`${hill.origin}/api/v1/tasks`)).json();
    return tasks[0].coming === 1;
  });

  await carry();
  await at_mill.waitFor({ state: 'detached' });
  await ana.page.goto(mill.origin);
  const call = await (await ana.page.request.get(`${mill.origin}/api/v1/tasks`)).json();
  await ana.page.goto(`${mill.origin}/task/${call.tasks[0].id}`);
  await ana.page.getByText('1 person from Hill').waitFor();
  assert.doesNotMatch(JSON.stringify(call), /Hana/, 'a number, and no name');
  assert.deepEqual([...ana.errors, ...ben.errors, ...hana.errors], []);
});
