// A phone without room: the browser refuses to keep anything new. The app says so in plain words, goes
// on from memory, sends what was done, and keeps it by itself once there is room again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from '../support/browser.mjs';
import { beSomebody, openTask, placeButton } from '../support/app.mjs';
import { serveRiverbend } from '../support/node.mjs';
import { withCommunes } from '../support/stage.mjs';

const { node, browser } = withCommunes({ node: serveRiverbend });

const free = (one) => one.free > 1 && one.places.length === 0;
const placesOf = async (task, name) => {
  const { places } = await (await fetch(`${node.origin}/api/v1/tasks/${task.id}`)).json();
  return places.filter((place) => place.name === name).length;
};

/**
 * Chromium's own override of the quota (DevTools' Storage.overrideQuotaForOrigin) is not asked by
 * IndexedDB any more, so the refusal is played at the database's door: what a full device throws.
 */
const setRoom = (page, room) =>
  page.evaluate((open) => {
    const door = IDBObjectStore.prototype;
    window.kept ??= { put: door.put, add: door.add };
    const refuse = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    Object.assign(door, open ? window.kept : { put: refuse, add: refuse });
  }, room);

async function openTaskAs(name, task) {
  const visit = await openPage(browser);
  await beSomebody(visit.page, node.origin, name);
  await visit.page.goto(`${node.origin}/task/${task.id}`);
  await placeButton(visit.page).waitFor();
  return visit;
}

test('with a connection everything goes on, and the app says that it keeps nothing', async () => {
  const task = await openTask(node.origin, free);
  const visit = await openTaskAs('Alois Huber', task);
  const { page } = visit;
  await setRoom(page, false);
  await placeButton(page).click();
  await page.getByText('You come', { exact: true }).first().waitFor();
  await page.getByText(/This device has no room left/).waitFor();
  assert.equal(await placesOf(task, 'Alois Huber'), 1);
  assert.deepEqual(visit.errors, []);
  await visit.context.close();
});

test('without a connection what waits is said to be only here, and is sent', async () => {
  const task = await openTask(node.origin, free);
  const visit = await openTaskAs('Amara Okafor', task);
  const { context, page } = visit;
  await setRoom(page, false);
  await context.setOffline(true);
  await placeButton(page).click();
  await page.getByText('Waiting for the commune').first().waitFor();
  await page.getByText(/is not kept yet. Leave the app open/).waitFor();
  assert.equal(await placesOf(task, 'Amara Okafor'), 0);
  await context.setOffline(false);
  await page.getByText('You come', { exact: true }).first().waitFor({ timeout: 30_000 });
  await page.getByText(/is not kept yet/).waitFor({ state: 'detached' });
  assert.equal(await placesOf(task, 'Amara Okafor'), 1);
  await context.close();
});

test('when there is room again what waits is kept, also over a restart', async () => {
  const task = await openTask(node.origin, free);
  const visit = await openTaskAs('Alois Huber', task);
  const { context, page } = visit;
  await page.evaluate(() => navigator.serviceWorker.ready);
  await setRoom(page, false);
  await context.setOffline(true);
  await placeButton(page).click();
  await page.getByText(/is not kept yet/).waitFor();
  await setRoom(page, true);
  await page.getByText(/This device has no room left/).waitFor({ state: 'detached', timeout: 40_000 });
  await page.reload();
  await page.getByText('Waiting for the commune').first().waitFor();
  await context.setOffline(false);
  await page.getByText('You come', { exact: true }).first().waitFor({ timeout: 30_000 });
  assert.equal(await placesOf(task, 'Alois Huber'), 1);
  await context.close();
});

test('somebody whose keys cannot be kept is not let half in', async () => {
  const visit = await openPage(browser);
  const { page } = visit;
  await page.goto(`${node.origin}/welcome/who`);
  await page.getByRole('button', { name: /Alois Huber/ }).waitFor();
  await setRoom(page, false);
  await page.getByRole('button', { name: /Alois Huber/ }).click();
  await page.getByText(/no room left, so this could not be kept/).first().waitFor();
  await visit.context.close();
});
