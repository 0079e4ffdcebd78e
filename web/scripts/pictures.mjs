// Makes a picture of every screen at 390x844 and 1440x900, light and dark, of a running node with the
// example commune, and looks for accessibility mistakes with axe-core.
//
//   node scripts/pictures.mjs http://127.0.0.1:8080 OUT [only-this-screen ...]
//
// Exit status 1: axe found something serious, a page logged an error, or the browser refused
// something because of the content-security policy.
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [origin = 'http://127.0.0.1:8080', out = 'build/pictures', ...only] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shapes = [
  {
    name: 'phone',
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  },
  {
    name: 'wide',
    viewport: { width: 1440, height: 900 },
    isMobile: false,
    hasTouch: false,
    deviceScaleFactor: 1,
  },
];
const schemes = ['light', 'dark'];

const ask = async (path) => (await fetch(`${origin}/api/v1${path}`)).json();
const { people } = await ask('/demo/people');
const { guilds } = await ask('/guilds');
const person =
  people.find((one) =>
    guilds.some((guild) => guild.stewards.some((steward) => steward.member === one.member)),
  ) ?? people[0];
const guild =
  guilds.find((one) => one.stewards.some((steward) => steward.member === person.member)) ??
  guilds[0];
const { tasks } = await ask('/tasks?open=true&limit=400');
const task =
  tasks.find(
    (one) =>
      one.certificates.length === 0 && one.trainees_free > 0 && one.places.length > 0 && one.start,
  ) ?? tasks[0];
const gathering = tasks.find((one) => one.gathering) ?? tasks[0];

const screens = [
  ['today', '/'],
  ['board', '/board?view=list'],
  ['board-week', '/board?view=week'],
  ['board-guilds', '/board?view=guilds'],
  ['board-anytime', '/board?view=anytime'],
  ['board-none', '/board?text=submarine'],
  ['task', `/task/${task.id}`],
  ['task-gathering', `/task/${gathering.id}`],
  ['guilds', '/guilds'],
  ['guild', `/guild/${guild.id}`],
  ['guild-post', `/guild/${guild.id}/post`],
  ['guild-unasked', `/guild/${guild.id}/unasked`],
  ['guild-people', `/guild/${guild.id}/people`],
  ['guild-found', '/guilds/new'],
  ['commune', '/commune'],
  ['plan', '/commune/plan'],
  ['catalogue', '/commune/catalogue'],
  ['trust', '/commune/trust'],
  ['invite', '/commune/invite'],
  ['rounds', '/rounds'],
  ['round-new', '/rounds/new'],
  ['report', '/report'],
  ['decide', '/decide'],
  ['me', '/me'],
  ['profile', '/me/profile'],
  ['keys', '/me/keys'],
  ['visible', '/me/visible'],
  ['settings', '/me/settings'],
  ['wall', '/wall'],
  ['week', '/week'],
  ['shared', '/shared'],
  ['lost', '/no-such-page'],
];
const doors = [
  ['welcome', '/welcome'],
  ['pick', '/welcome/who'],
  ['return', '/welcome/return'],
  ['join-invalid', '/join#nonsense'],
];

let bad = 0;
await mkdir(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

const wanted = (name) => only.length === 0 || only.includes(name);

async function picture(page, name, path, label) {
  await page.goto(origin + path);
  await page.waitForSelector('h1', { timeout: 15_000 });
  await page
    .waitForFunction(() => !document.querySelector('.skeleton'), null, { timeout: 15_000 })
    .catch(() => undefined);
  await page.waitForTimeout(350);
  await page.screenshot({
    path: `${out}/${name}-${label}.png`,
    fullPage: process.env.FULL === '1',
  });
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  if (sideways > 1) report(`${name} ${label}: ${sideways} px too wide`);
  if (process.env.AXE === '0') return;
  // The page's policy forbids inline scripts; evaluating through the protocol is not one.
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ['violations'] }),
  );
  for (const violation of found.violations) {
    const where = violation.nodes
      .slice(0, 3)
      .map((node) => node.target.join(' '))
      .join(' | ');
    const line = `${name} ${label}: axe ${violation.impact} ${violation.id}: ${where}`;
    if (violation.impact === 'serious' || violation.impact === 'critical') report(line);
    else console.log(line);
  }
}

function report(line) {
  bad += 1;
  console.log(line);
}

for (const { name: shape, ...options } of shapes) {
  for (const scheme of schemes) {
    const context = await browser.newContext({
      ...options,
      colorScheme: scheme,
      serviceWorkers: 'block',
      locale: process.env.LANG_TAG ?? 'en-GB',
      timezoneId: 'Europe/Berlin',
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of (404|401|400)/.test(message.text()))
        report(`${page.url()} logged: ${message.text()}`);
    });
    page.on('pageerror', (error) => report(`${page.url()} threw: ${error.message}`));
    const label = `${shape}-${scheme}`;
    for (const [name, path] of doors) if (wanted(name)) await picture(page, name, path, label);
    if (screens.some(([name]) => wanted(name))) {
      await page.goto(`${origin}/welcome/who`);
      await page.getByRole('button', { name: person.name }).click();
      await page.waitForURL(`${origin}/`);
      await page.waitForTimeout(Number(process.env.SETTLE ?? 2500));
    }
    for (const [name, path] of screens) if (wanted(name)) await picture(page, name, path, label);
    await context.close();
  }
}
await browser.close();
console.log(
  bad === 0
    ? `All pictures are in ${out}.`
    : `${bad} things to look at; the pictures are in ${out}.`,
);
process.exitCode = bad === 0 ? 0 : 1;
