// What the person is looking for on the board. It sticks: kept on this device, and in the address so
// that a link shows the same board.
import { remember, remembered } from '../../app/remember';
import { router, setQuery } from '../../app/router.svelte';
import type { BoardFilter } from '../../core/board/filter';

export type BoardView = 'list' | 'week' | 'guilds' | 'anytime';

const slot = 'commune.board';
const keys = ['sector', 'guild', 'venue', 'skill', 'day', 'text'] as const;
type Key = (typeof keys)[number];

interface Choice {
  view: BoardView;
  openOnly: boolean;
  filter: Partial<Record<Key, string>>;
}

const views: readonly string[] = ['list', 'week', 'guilds', 'anytime'];

function fromQuery(query: URLSearchParams): Choice | null {
  if ([...query.keys()].length === 0) return null;
  const filter: Choice['filter'] = {};
  for (const key of keys) {
    const value = query.get(key);
    if (value) filter[key] = value;
  }
  const view = query.get('view') ?? 'list';
  return {
    view: (views.includes(view) ? view : 'list') as BoardView,
    openOnly: query.get('all') === null,
    filter,
  };
}

function fromDevice(): Choice {
  try {
    const kept = remembered(slot);
    if (kept)
      return fromQuery(new URLSearchParams(kept)) ?? { view: 'list', openOnly: true, filter: {} };
  } catch {
    // Storage that cannot be read is an empty one.
  }
  return { view: 'list', openOnly: true, filter: {} };
}

function toQuery(choice: Choice): URLSearchParams {
  const query = new URLSearchParams();
  if (choice.view !== 'list') query.set('view', choice.view);
  if (!choice.openOnly) query.set('all', '1');
  for (const key of keys) {
    const value = choice.filter[key];
    if (value) query.set(key, value);
  }
  return query;
}

let choice = $state.raw<Choice>({ view: 'list', openOnly: true, filter: {} });

// The board follows every key; the address, which browsers allow to change only so often, follows at
// once after a pause and otherwise when the typing pauses.
const pause_ms = 500;
let writing: ReturnType<typeof setTimeout> | undefined;
let written_at = 0;

function put(next: Choice): void {
  choice = next;
  clearTimeout(writing);
  const wait = Math.max(0, written_at + pause_ms - performance.now());
  if (wait === 0) write(next);
  else writing = setTimeout(() => write(next), wait);
}

function write(written: Choice): void {
  written_at = performance.now();
  const query = toQuery(written);
  const keep = new URLSearchParams(query);
  keep.delete('text');
  keep.delete('day');
  remember(slot, keep.toString() || 'view=list');
  if (router.path === '/board') setQuery(query);
}

export const board = {
  /** Reads the address when the board opens; without one, what was looked at last. */
  open() {
    choice = fromQuery(router.query) ?? fromDevice();
  },
  get view() {
    return choice.view;
  },
  set view(view: BoardView) {
    put({ ...choice, view });
  },
  get openOnly() {
    return choice.openOnly;
  },
  set openOnly(openOnly: boolean) {
    put({ ...choice, openOnly });
  },
  get(key: Key): string {
    return choice.filter[key] ?? '';
  },
  set(key: Key, value: string) {
    const filter = { ...choice.filter };
    if (value) filter[key] = value;
    else delete filter[key];
    put({ ...choice, filter });
  },
  clear() {
    put({ ...choice, openOnly: true, filter: {} });
  },
  get filter(): BoardFilter {
    return { ...choice.filter, openOnly: choice.openOnly } as BoardFilter;
  },
  get active(): Key[] {
    return keys.filter((key) => choice.filter[key]);
  },
};
