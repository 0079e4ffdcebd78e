// Small steps in the phone app that many tests begin with.

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
