// Draws the PNG icons from public/icons/icon.svg with Debian's Chromium. Run after changing the mark:
//   node scripts/icons.mjs
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const folder = fileURLToPath(new URL('../public/icons/', import.meta.url));
const svg = await readFile(`${folder}icon.svg`, 'utf8');
const sizes = [
  { file: 'icon-192.png', size: 192, inset: 0 },
  { file: 'icon-512.png', size: 512, inset: 0 },
  // A maskable icon may be cut to a circle: the ground fills the square, the mark keeps to the middle.
  { file: 'maskable-512.png', size: 512, inset: 0.1 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
});
for (const { file, size, inset } of sizes) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const ground = inset > 0 ? '#a3431d' : 'transparent';
  const margin = Math.round(size * inset);
  await page.setContent(
    `<style>*{margin:0}body{background:${ground}}svg{display:block;width:${size - 2 * margin}px;margin:${margin}px}</style>${svg}`,
  );
  await page.screenshot({ path: folder + file, omitBackground: inset === 0 });
  await page.close();
}
await browser.close();
