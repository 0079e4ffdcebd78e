// Small steps in the phone app that many tests begin with. Where something was told to the device they go
// on by the app's own links: an address loaded anew could be faster than what is written to the disk.
import { until } from './until.mjs';

/** Picks a person of the demo; resolves on Today. */
export async function beSomebody(page, origin, name) {
  await page.goto(`${origin}/welcome/who`);
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(name.split(' ')[0]) }).waitFor();
}

/** A task that starts two days ahead or later, needs no certificate and has room; `fits` narrows it. */
export async function openTask(origin, fits = (task) => task.free > 1 && task.places.length === 0) {
  const from = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const answer = await (await fetch(`${origin}/api/v1/tasks?open=true&from=${from}&limit=2000`)).json();
  const task = answer.tasks.find((one) => one.start && one.certificates.length === 0 && fits(one));
  if (!task) throw new Error('the example commune has no task like that');
  return task;
}

/** "I'll come" on a task's own page; an urgent call that rings above it has a button of that name too. */
export const placeButton = (page) => page.getByRole('main').getByRole('button', { name: /^I’ll come/ });

/** What the device keeps of the board, without its tasks; undefined: nothing yet. */
export const keptBoard = (page) =>
  page.evaluate(async () => {
    const done = (asked) => new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
    const opened = await done(indexedDB.open('commune'));
    const saved = await done(opened.transaction('board').objectStore('board').get('board'));
    opened.close();
    return saved;
  });

/** Waits until the app and the board are kept on the device, so that both open without network. */
export async function keptHere(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
    }
  });
  await until('the board is kept', async () => (await keptBoard(page)) !== undefined);
}

const tab = (page, name) => page.getByRole('navigation').getByRole('link', { name, exact: true });

/** From any screen of the app to the profile. */
export async function openProfile(page) {
  await tab(page, 'Me').click();
  await page.getByRole('link', { name: /^My profile/ }).click();
  await page.getByRole('heading', { level: 1, name: 'My profile' }).waitFor();
}

/** The titles of a person's suggestions, when they are there. */
export async function suggestions(page) {
  await tab(page, 'Today').click();
  await page.locator('.suggestion').first().waitFor();
  const more = page.getByRole('button', { name: /more$/ }).last();
  if (await more.isVisible()) await more.click();
  return page.locator('.suggestion .title').allTextContents();
}

/** Says in the profile what would be lovely once a month and too much several times a week. */
export async function wish(page, job) {
  await openProfile(page);
  const field = page.getByLabel('Another kind of job');
  await page.locator(`#jobs option[value^="${job}"]`).first().waitFor({ state: 'attached' });
  const full = await page.locator('#jobs option').evaluateAll(
    (options, wanted) => options.map((one) => one.value).find((value) => value.startsWith(wanted)), job);
  await field.fill(full);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Once a month').fill('2');
  await dialog.getByLabel('Several times a week').fill('-2');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: new RegExp(`^${job}`) }).waitFor();
}

/** Says in a round that a task would be done gladly. */
export async function sayGladly(page, origin, round, title) {
  await page.goto(`${origin}/round/${round}`);
  const wish = page.getByRole('group', { name: new RegExp(title) });
  await wish.getByRole('radio', { name: 'gladly' }).check();
  await page.getByRole('button', { name: 'Say it' }).click();
  await page.getByText(/You have said what you would like/).waitFor();
}
