// People whose app is closed, and who want to be woken.
import assert from 'node:assert/strict';
import { keptBoard } from './app.mjs';
import { phone } from './browser.mjs';
import { pretendPush, sleepingWorker } from './push-service.mjs';
import { joinAs } from './real.mjs';
import { listenTo, setQuietHours } from './told.mjs';
import { until } from './until.mjs';

/** Somebody who joins, asks to be rung also when the app is closed, and closes it. */
export async function joinAndSleep({ node, browser, service, link, name, busy }) {
  const subscription = service.subscribe({ busy });
  const pretend = { newContext: async (more) => {
    const context = await browser.newContext(more);
    await context.grantPermissions(['notifications'], { origin: node.origin });
    await pretendPush(context, subscription);
    return context;
  } };
  const visit = await joinAs(pretend, link, name, phone);
  const { page, context } = visit;
  const sent = listenTo(context);
  await page.goto(`${node.origin}/me/settings`);
  await setQuietHours(page);
  await page.getByRole('switch', { name: 'Ring me also when the app is closed' }).check();
  await page.getByRole('button', { name: 'Try it out' }).click();
  const [{ text }] = await subscription.heard(1);
  assert.deepEqual(JSON.parse(text), { test: true });
  const worker = await sleepingWorker(context, node.origin);
  await page.close();
  await worker.deliver(text);
  await worker.shown(([only]) => only?.body === 'It works: this device can be woken.');
  return { ...visit, name, subscription, worker, sent };
}

/** Opens the app for a moment, until the board that the device keeps says of `called` what it should. */
export async function lookUntil({ context }, origin, called, says, act = async () => undefined) {
  const page = await context.newPage();
  await page.goto(`${origin}/commune`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await act(page);
  await until(`the phone knows of ${called}`, async () =>
    (await keptBoard(page))?.members?.members.some((one) => one.name === called && says(one)));
  await page.close();
}
