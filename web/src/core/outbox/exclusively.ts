// One tab at a time: a Web Lock where there is one, else at least one at a time in this tab.
const inThisTab = new Map<string, Promise<unknown>>();

export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (globalThis.navigator?.locks) return navigator.locks.request(name, work);
  const before = inThisTab.get(name) ?? Promise.resolve();
  const run = before.then(work, work);
  inThisTab.set(
    name,
    run.catch(() => undefined),
  );
  return run;
}
