// Small steps in the phone app that many tests begin with.

/** Asks again and again until there is something to see, and gives it; `what` says what did not come within a minute. */
export async function until(what, look, log = () => '') {
  let problem;
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
    const seen = await Promise.resolve().then(look).catch((error) => void (problem = error));
    if (seen) return seen;
  }
  throw new Error(`it did not happen: ${what}\n${log()}`, { cause: problem });
}

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

/** The titles of a page's suggestions, when they are there. */
export async function suggestions(page, origin) {
  await page.goto(`${origin}/`);
  await page.locator('.suggestion').first().waitFor();
  const more = page.getByRole('button', { name: /more$/ }).last();
  if (await more.isVisible()) await more.click();
  return page.locator('.suggestion .title').allTextContents();
}

/** Says in the profile what would be lovely once a month and too much several times a week. */
export async function wish(page, origin, job) {
  await page.goto(`${origin}/me/profile`);
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
