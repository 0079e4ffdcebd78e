// The address bar as state: history, links, scroll positions, focus and the transition between screens.
import { tick } from 'svelte';
import { matchRoute, type Match, type Screen } from './routes';

interface Here {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly hash: string;
  readonly match: Match | undefined;
}

function read(): Here {
  const { pathname, search, hash } = window.location;
  return { path: pathname, query: new URLSearchParams(search), hash, match: matchRoute(pathname) };
}

let here = $state.raw<Here>(read());
let screen = $state.raw<Screen | undefined>(undefined);
let failed = $state(false);
let depth = 0;

export const router = {
  get path() {
    return here.path;
  },
  get query() {
    return here.query;
  },
  get hash() {
    return here.hash;
  },
  get match() {
    return here.match;
  },
  get screen() {
    return screen;
  },
  // A screen's code could not be fetched: the network went away before it was ever visited.
  get failed() {
    return failed;
  },
};

const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

async function show(next: Here, scroll: number) {
  const moved = next.path !== here.path || !screen;
  let loaded = screen;
  try {
    if (moved) loaded = next.match ? (await next.match.route.load()).default : undefined;
    failed = false;
  } catch {
    failed = true;
  }
  const change = async () => {
    here = next;
    screen = loaded;
    await tick();
    if (moved) window.scrollTo(0, scroll);
  };
  if (moved && 'startViewTransition' in document && !calm.matches && depth > 0) {
    await document.startViewTransition(change).updateCallbackDone.catch(() => undefined);
  } else {
    await change();
  }
  if (moved && depth > 0) focusHeading();
}

/** Also for a screen that shows its next step in the same place. */
export function focusHeading() {
  const heading = document.querySelector<HTMLElement>('main h1');
  heading?.focus({ preventScroll: true });
}

export async function navigate(to: string, options: { replace?: boolean } = {}): Promise<void> {
  const url = new URL(to, window.location.href);
  const target = url.pathname + url.search + url.hash;
  window.history.replaceState({ ...window.history.state, scroll: window.scrollY }, '');
  if (options.replace) {
    window.history.replaceState({ depth, scroll: 0 }, '', target);
  } else {
    depth += 1;
    window.history.pushState({ depth, scroll: 0 }, '', target);
  }
  await show(read(), 0);
}

// Filters live in the address too, without adding a step to go back through.
export function setQuery(query: URLSearchParams): void {
  const text = query.toString();
  window.history.replaceState(window.history.state, '', here.path + (text ? `?${text}` : ''));
  here = read();
}

// Back goes back; opened from a deep link it goes to the screen above.
export function goBack(fallback: string): void {
  if (depth > 0) window.history.back();
  else void navigate(fallback, { replace: true });
}

function onClick(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest('a');
  if (
    !link ||
    link.target ||
    link.hasAttribute('download') ||
    link.origin !== window.location.origin
  )
    return;
  if (link.getAttribute('href')?.startsWith('#')) return;
  if (link.pathname.startsWith('/api/')) return;
  event.preventDefault();
  void navigate(link.href);
}

/** Resolves when the code of the first screen is here. */
export function startRouter(): Promise<void> {
  window.history.scrollRestoration = 'manual';
  depth = (window.history.state as { depth?: number } | null)?.depth ?? 0;
  document.addEventListener('click', onClick);
  window.addEventListener('popstate', (event) => {
    const state = event.state as { depth?: number; scroll?: number } | null;
    depth = state?.depth ?? 0;
    void show(read(), state?.scroll ?? 0);
  });
  return show(read(), 0);
}
