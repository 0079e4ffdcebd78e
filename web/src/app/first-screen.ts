// The way to the first picture. Where nobody uses this device yet, it is the welcome and not the screen
// that the address names; a guess lets its code come while the database opens.
import type { Stage } from '../core/app-core';
import { matchRoute } from './routes';

const slot = 'commune.somebody';

function firstPath(somebody: boolean): string {
  const { pathname } = window.location;
  const route = matchRoute(pathname)?.route;
  return route && !route.open && !somebody ? '/welcome' : pathname;
}

/** Asks for the code of the screen that will probably be first. A wrong guess costs one request. */
export function fetchAhead(): void {
  const route = matchRoute(firstPath(localStorage.getItem(slot) !== null))?.route;
  void route?.load().catch(() => undefined);
}

/** The address of the first screen, now that it is known who is here. */
export function settleFirst(stage: Stage): void {
  if (stage === 'empty') localStorage.removeItem(slot);
  else localStorage.setItem(slot, '1');
  const path = firstPath(stage !== 'empty');
  if (path !== window.location.pathname) window.history.replaceState(null, '', path);
}

const pictureMs = 100; // from laying it out to the glass, on a slow phone

/** Runs when the browser has drawn what is there, or after a second where it draws nothing. */
export function afterPicture(run: () => void): void {
  let waits = true;
  const once = () => {
    if (waits) run();
    waits = false;
  };
  requestAnimationFrame(() => setTimeout(once, pictureMs));
  setTimeout(once, 1000);
}
