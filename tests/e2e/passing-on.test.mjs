// How an invitation or a task gets to somebody else: the picture in front of a camera, the phone's
// share sheet, the clipboard, and what the app says where a browser has none of them.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from '../support/browser.mjs';
import { beSomebody, openTask } from '../support/app.mjs';
import { scratchFolder, serveRiverbend } from '../support/node.mjs';
import { joinAs, makeInvitation, serveReal } from '../support/real.mjs';
import { withCommunes } from '../support/stage.mjs';

const camera = { width: 640, height: 480, module: 8 };
const { real, example, browser } = withCommunes({ real: serveReal, example: serveRiverbend });
let folder;
before(async () => {
  folder = await scratchFolder('camera');
});
after(() => folder?.remove());

/** The dark modules of the code that the app draws, as rows of booleans. */
async function codeOf(page) {
  const drawn = page.getByRole('img', { name: 'The invitation as a picture to scan' });
  const size = Number((await drawn.getAttribute('viewBox')).split(' ')[2]) - 4;
  const path = await drawn.locator('path').getAttribute('d');
  return page.evaluate(
    ({ size, path }) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: size * 4, height: size * 4 });
      const context = canvas.getContext('2d');
      context.scale(4, 4);
      context.fill(new Path2D(path));
      const { data } = context.getImageData(0, 0, size * 4, size * 4);
      const dark = (x, y) => data[((y * 4 + 2) * size * 4 + x * 4 + 2) * 4 + 3] > 127;
      return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => dark(x, y)));
    },
    { size, path },
  );
}

/** A second of a camera that looks at this code: raw frames, grey. */
async function film(path, modules) {
  const { width, height, module } = camera;
  const luma = Buffer.alloc(width * height, 235);
  const left = Math.floor((width - modules.length * module) / 2);
  const top = Math.floor((height - modules.length * module) / 2);
  modules.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (!dark) return;
      for (let line = 0; line < module; line += 1) {
        const start = (top + y * module + line) * width + left + x * module;
        luma.fill(16, start, start + module);
      }
    }),
  );
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(path, Buffer.concat([head, ...Array.from({ length: 10 }, () => frame)]));
}

/**
 * Debian's Chromium has no BarcodeDetector. This one plays its part: it looks at the pixels of the
 * camera's picture, and knows one code.
 */
function playDetector({ modules, text, camera: { width, height, module } }) {
  window.BarcodeDetector = class {
    static async getSupportedFormats() {
      return ['qr_code'];
    }
    async detect(video) {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      context.drawImage(video, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      const left = Math.floor((width - modules.length * module) / 2);
      const top = Math.floor((height - modules.length * module) / 2);
      let same = 0;
      modules.forEach((row, y) =>
        row.forEach((dark, x) => {
          const at = (top + y * module + module / 2) * width + left + x * module + module / 2;
          if (data[at * 4] < 128 === dark) same += 1;
        }),
      );
      return same > 0.99 * modules.length ** 2 ? [{ rawValue: text }] : [];
    }
  };
}

test('the camera reads the picture of an invitation that the app drew, and the door opens', async () => {
  const ana = await joinAs(browser, real.invitation, 'Ana');
  const link = await makeInvitation(ana.page, real.origin);
  const modules = await codeOf(ana.page);
  assert.ok(modules.length >= 25 && !modules[1][1] && modules[2][2], 'a quiet border, then a finder pattern');
  const clip = join(folder.path, 'code.y4m');
  await film(clip, modules);
  const other = await openBrowser([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${clip}`,
  ]);
  try {
    const { page, errors } = await openPage(other);
    await page.addInitScript(playDetector, { modules, text: link, camera });
    await page.goto(`${real.origin}/welcome`);
    await page.getByRole('button', { name: 'Scan the picture of an invitation' }).click();
    await page.getByRole('heading', { name: 'You are invited to Hillside' }).waitFor();
    await page.getByRole('textbox', { name: 'Your name' }).fill('Bea');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('heading', { name: 'Write these words down' }).waitFor();
    assert.deepEqual(errors, []);
  } finally {
    await other.close();
  }
  await ana.context.close();
});

test('a camera that is not allowed, or not there, leaves two other ways', async () => {
  const { context, page } = await openPage(browser);
  await page.addInitScript(playDetector, { modules: [], text: '', camera });
  await page.goto(`${real.origin}/welcome`);
  await page.getByRole('button', { name: 'Scan the picture of an invitation' }).click();
  await page.getByText(/own camera app can open the picture/).waitFor();
  await page.getByRole('textbox', { name: /invitation/i }).waitFor();
  await context.close();
});

test('a browser that reads no codes says what works instead of showing a button', async () => {
  const { context, page } = await openPage(browser);
  await page.goto(`${real.origin}/welcome`);
  await page.getByText(/This browser cannot read the picture of an invitation/).waitFor();
  assert.equal(await page.getByRole('button', { name: /Scan/ }).count(), 0);
  await page.getByRole('textbox', { name: /invitation/i }).fill(real.invitation);
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByRole('heading', { name: 'You are invited to Hillside' }).waitFor();
  await context.close();
});

/** The share sheet's side of the browser: keeps what it is given, or refuses with this name. */
function playShareSheet(refusal) {
  Object.assign(window, { given: [], asked: 0 });
  navigator.share = async (data) => {
    window.asked += 1;
    if (refusal) throw new DOMException('', refusal);
    window.given.push(data);
  };
}

test('an invitation and a task go to the share sheet with their address', async () => {
  const { context, page } = await openPage(browser);
  await page.addInitScript(playShareSheet);
  await beSomebody(page, example.origin, 'Alois Huber');
  const link = await makeInvitation(page, example.origin);
  await page.getByRole('button', { name: 'Share' }).click();
  assert.deepEqual(await page.evaluate(() => window.given), [
    { url: link, title: 'An invitation to our commune' },
  ]);
  const task = await openTask(example.origin);
  await page.goto(`${example.origin}/task/${task.id}`);
  await page.getByRole('button', { name: 'Pass it on' }).click();
  assert.deepEqual(await page.evaluate(() => window.given), [
    { url: `${example.origin}/task/${task.id}`, title: task.title },
  ]);
  await context.close();
});

test('a sheet that was closed says nothing; one that does not open copies instead', async () => {
  const task = await openTask(example.origin);
  const before = 'what was there before';
  for (const [refusal, said] of [['AbortError', false], ['NotAllowedError', true]]) {
    const { context, page } = await openPage(browser);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.addInitScript(playShareSheet, refusal);
    await beSomebody(page, example.origin, 'Alois Huber');
    await page.goto(`${example.origin}/task/${task.id}`);
    await page.evaluate((text) => navigator.clipboard.writeText(text), before);
    await page.getByRole('button', { name: 'Pass it on' }).click();
    await page.waitForFunction(() => window.asked === 1);
    if (said) await page.getByText('Copied.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, said ? `${example.origin}/task/${task.id}` : before);
    if (!said) assert.equal(await page.getByText('Copied.').count(), 0);
    await context.close();
  }
});

test('without a share sheet the link is copied, and where that is forbidden the app says so', async () => {
  const { context, page, errors } = await openPage(browser);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => delete Navigator.prototype.share);
  await beSomebody(page, example.origin, 'Alois Huber');
  const link = await makeInvitation(page, example.origin);
  assert.equal(await page.getByRole('button', { name: 'Share' }).count(), 0);
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('Copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText(/copy it by hand/).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});
