// What most end-to-end tests stand on: one commune or two, and a browser. Up before a file's tests,
// down after them.
import { after, before } from 'node:test';
import { openBrowser } from './browser.mjs';

/**
 * `serves` says how each is served: `withCommunes({ node: serveRiverbend })` gives { node, browser }.
 * Before the tests run the nodes are empty and the browser opens no page.
 */
export function withCommunes(serves) {
  const started = []; // what must end, in this order
  const nodes = Object.fromEntries(Object.keys(serves).map((name) => [name, {}]));
  let chromium;
  before(async () => {
    chromium = await openBrowser();
    started.push(() => chromium.close());
    await Promise.all(
      Object.entries(serves).map(async ([name, serve]) => {
        Object.assign(nodes[name], await serve());
        started.push(() => nodes[name].stop());
      }),
    );
  });
  after(async () => {
    for (const end of started) await end();
  });
  return { ...nodes, browser: { newContext: (options) => chromium.newContext(options) } };
}
