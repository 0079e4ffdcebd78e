// The phone app in Debian's Chromium against the real node: what the first load weighs, when something
// to read is on the screen with the CPU slowed four times, and whether a board of 5,000 tasks scrolls.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openBrowser, openPage, phone } from '../tests/support/browser.mjs';
import { commune, riverbend, scratchFolder, serve } from '../tests/support/node.mjs';

const tasks = 5_000;
const slowdown = 4;
const frame_ms_max = 1000 / 30; // a frame later than this is one that an eye sees missing
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const report = (key, value) => console.log(JSON.stringify({ key: `web/${key}`, value }));

/** A sheet of tasks over the next four weeks, in the columns of `commune import csv`. */
function sheet(count) {
  const day = 86_400_000;
  const rows = ['title,guild,start,end,people_min,people_max'];
  for (let i = 0; i < count; i += 1) {
    const start = Math.floor(Date.now() / day + 1) * day + Math.floor((i / count) * 27 * 24) * 3_600_000;
    const text = (instant) => new Date(instant).toISOString().slice(0, 16);
    rows.push(`Task number ${i},kitchen,${text(start)},${text(start + 3_600_000)},1,3`);
  }
  return rows.join('\r\n') + '\r\n';
}

/** A first visit: a fresh profile on a phone whose processor is slowed. */
async function firstVisit(browser, origin, watch) {
  const { context, page } = await openPage(browser, phone);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const result = await watch(page, () => page.goto(`${origin}/`, { waitUntil: 'networkidle' }));
  await context.close();
  return result;
}

/** Bytes of gzipped scripts until the network is quiet, without the service worker's own. */
function weigh(browser, origin) {
  return firstVisit(browser, origin, async (page, go) => {
    const scripts = [];
    page.on('response', (response) => {
      if (!response.url().startsWith(origin) || !/\.js(\?|$)/.test(response.url()) || response.fromServiceWorker()) return;
      if (/\/(sw|workbox-[^/]*)\.js$/.test(response.url())) return;
      scripts.push(response.body().then((body) => gzipSync(body).length));
    });
    await go();
    return (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
  });
}

/** Milliseconds until the heading is painted. Nothing else is read from the page meanwhile: handing bodies
    over to be weighed took about 200 ms of the page's own time. */
function paint(browser, origin) {
  return firstVisit(browser, origin, async (page, go) => {
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('h1')) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => performance.mark('heading'), 0));
      }).observe(document, { childList: true, subtree: true });
    });
    await go();
    await page.waitForFunction(() => performance.getEntriesByName('heading').length > 0);
    return page.evaluate(() =>
      Math.max(
        performance.getEntriesByName('heading')[0].startTime,
        performance.getEntriesByName('first-contentful-paint')[0].startTime,
      ),
    );
  });
}

/** Share of frames that came in time while the board is scrolled for four seconds. */
async function scrollBoard(browser, origin) {
  const { context, page } = await openPage(browser, phone);
  await page.goto(`${origin}/welcome/who`);
  await page.locator('main button, main a').filter({ hasText: 'Amara Okafor' }).first().click();
  await page.waitForURL(`${origin}/`);
  await page.goto(`${origin}/board?view=list&text=Task%20number`);
  await page.getByText('Task number').first().waitFor({ timeout: 60_000 });
  const gaps = await page.evaluate(async () => {
    const found = [];
    const begin = performance.now();
    let last = begin;
    await new Promise((done) => {
      const step = (now) => {
        found.push(now - last);
        last = now;
        window.scrollBy(0, 90);
        if (now - begin < 4000) requestAnimationFrame(step);
        else done();
      };
      requestAnimationFrame(step);
    });
    return found.slice(1);
  });
  await context.close();
  return gaps;
}

const folder = await scratchFolder('bench-web');
try {
  const directory = join(folder.path, 'data');
  const file = join(folder.path, 'tasks.csv');
  await writeFile(file, sheet(tasks));
  for (const words of [['init', directory, '--from', riverbend], ['import', 'csv', file, directory]]) {
    const done = await commune(...words);
    if (done.code !== 0) throw new Error(`commune ${words[0]}: ${done.stderr}`);
  }
  const node = await serve(directory);
  const browser = await openBrowser();
  try {
    report('first_load_kb', (await weigh(browser, node.origin)) / 1000);
    const painted_ms = [];
    for (let i = 0; i < 9; i += 1) painted_ms.push(await paint(browser, node.origin));
    report('first_paint_ms', median(painted_ms));
    const gaps = await scrollBoard(browser, node.origin);
    report('scroll_frames_on_time_percent', (100 * gaps.filter((gap) => gap <= frame_ms_max).length) / gaps.length);
    report('scroll_frame_median_ms', median(gaps));
  } finally {
    await browser.close();
    await node.stop();
  }
} finally {
  await folder.remove();
}
