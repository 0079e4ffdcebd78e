// Which version of the app runs here, and whether the node has a newer one. The service worker keeps all
// pieces of a version together; where there is none, an open page may ask for a piece that is gone.
import { registerSW } from 'virtual:pwa-register';
import { pagesDiffer } from './same-version';

const everyMs = 3600_000; // a screen on a kitchen wall stays open for weeks

let newer = $state(false);
let update: (() => Promise<void>) | undefined;

export const version = {
  get newer() {
    return newer;
  },
};

/** From the first moment: a piece that does not come is looked into. */
export function watchPieces(): void {
  window.addEventListener('vite:preloadError', () => void look());
}

/** Registers the service worker, which keeps the whole app here, and asks for a newer one now and then. */
export function keepApp(): void {
  update = registerSW({
    immediate: true,
    onNeedRefresh: () => (newer = true),
    onRegisteredSW: (_script, registration) => {
      if (registration) setInterval(() => void registration.update().catch(() => {}), everyMs);
    },
  });
}

/** A piece of the app did not come: is the node away, or has it another version by now? */
async function look(): Promise<void> {
  try {
    const answer = await fetch('/?now', { cache: 'no-store', headers: { Accept: 'text/html' } });
    if (answer.ok && pagesDiffer(document.documentElement.outerHTML, await answer.text()))
      newer = true;
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.update();
  } catch {
    // the node is away: nothing newer to tell
  }
}

/** Starts the newer version: the waiting service worker takes over and the page loads again. */
export async function takeVersion(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration?.waiting) return update?.();
  window.location.reload();
}
