// Private things as a flat table, so that two devices can put theirs together: a path, what stands
// there and when it was put there. The newest wins, entry by entry; merging in any order, or twice,
// gives the same table.
import type { OpenedPerson } from '../people/opened';

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface Entry {
  readonly at: number; // milliseconds; 0: from before there were marks
  readonly value?: Json; // none: it was taken away then
}

export type Entries = Readonly<Record<string, Entry>>;
export type Values = Readonly<Record<string, Json>>;

/** When the entry at each path last changed, also where nothing stands any more. */
export type Marks = Readonly<Record<string, number>>;

/** What the parts of the data layer that are copied offer (profile, history). */
export interface Portable {
  copyEntries(): Promise<Entries>;
  /** Puts in what is newer; nothing that is here and not there is taken away. Only while `person` is open. */
  take(entries: Entries, person: OpenedPerson): Promise<void>;
}

/** How long it is remembered that something was taken away. */
const goneMs = 400 * 24 * 3600_000;

const text = (value: Json | undefined): string =>
  value === undefined ? '' : JSON.stringify(value);

export function newer(one: Entry, other: Entry): Entry {
  if (one.at !== other.at) return one.at > other.at ? one : other;
  return text(one.value) >= text(other.value) ? one : other;
}

export function mergeEntries(...tables: readonly Entries[]): Entries {
  const merged = new Map<string, Entry>();
  for (const table of tables) {
    for (const [path, entry] of Object.entries(table)) {
      const other = merged.get(path);
      merged.set(path, other ? newer(other, entry) : entry);
    }
  }
  return inOrder(merged);
}

/** One spelling for one table, so that equal tables are equal bytes. */
export function inOrder(entries: Iterable<readonly [string, Entry]>): Entries {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Marks every path whose value differs from before, later than any mark it had. */
export function markChanges(marks: Marks, before: Values, after: Values, now: number): Marks {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...paths].filter((path) => text(before[path]) !== text(after[path]));
  return markPaths(marks, changed, now);
}

export function markPaths(marks: Marks, paths: readonly string[], now: number): Marks {
  if (paths.length === 0) return marks;
  const fresh = paths.map((path) => [path, Math.max(now, (marks[path] ?? 0) + 1)]);
  return { ...marks, ...Object.fromEntries(fresh) };
}

export function toEntries(values: Values, marks: Marks): Entries {
  const paths = new Set([...Object.keys(values), ...Object.keys(marks)]);
  return Object.fromEntries(
    [...paths].map((path): [string, Entry] => {
      const value = values[path];
      return [path, { at: marks[path] ?? 0, ...(value === undefined ? {} : { value }) }];
    }),
  );
}

export function fromEntries(entries: Entries): { values: Values; marks: Marks } {
  const values: Record<string, Json> = {};
  const marks: Record<string, number> = {};
  for (const [path, { at, value }] of Object.entries(entries)) {
    if (value !== undefined) values[path] = value;
    if (at > 0) marks[path] = at;
  }
  return { values, marks };
}

/** Only the paths that begin with one of these. */
export function underPaths(entries: Entries, starts: readonly string[]): Entries {
  const mine = ([path]: [string, Entry]) => starts.some((start) => path.startsWith(start));
  return Object.fromEntries(Object.entries(entries).filter(mine));
}

/** Without the memory of what was taken away long ago. */
export function withoutLongGone(entries: Entries, now: number): Entries {
  const stays = ([, { at, value }]: [string, Entry]) => value !== undefined || at > now - goneMs;
  return Object.fromEntries(Object.entries(entries).filter(stays));
}

/** Entries from outside; null: these are none. */
export function parseEntries(given: unknown): Entries | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  const sound = Object.values(given).every((entry: unknown) => {
    const at = typeof entry === 'object' && entry !== null ? (entry as Entry).at : undefined;
    return typeof at === 'number' && Number.isSafeInteger(at) && at >= 0;
  });
  return sound ? (given as Entries) : null;
}
