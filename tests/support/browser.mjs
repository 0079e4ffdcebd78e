// Debian's Chromium through Playwright, closed to everything but this machine.
import { chromium } from 'playwright-core';
import { home } from './zones.mjs';

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const desk = { viewport: { width: 1440, height: 900 } };

export function openBrowser(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...flags, ...more],
    chromiumSandbox: process.getuid?.() !== 0,
  });
}

/** A page of a fresh profile that fails the test on any script error. */
export async function openPage(browser, options = phone) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: home.zone, ...options });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // A person's first sealed copy is not there yet; the browser calls every such answer an error.
    const first_copy = message.location().url.includes('/api/v1/vault/') && message.text().includes('404');
    if (message.type() === 'error' && !first_copy) errors.push(message.text());
  });
  return { context, page, errors };
}
