// Keeps the history of the opened person: every place seen on the board becomes a line, and once a
// person on a new device the past year is searched for the own places.
import { background } from '../background';
import { allTasks, type Api } from '../api/client';
import { ApiError } from '../api/errors';
import { derive, Source, type Cell } from '../cell';
import { toInstant, type Clock } from '../clock';
import {
  fromEntries,
  markPaths,
  mergeEntries,
  toEntries,
  underPaths,
  type Entries,
  type Json,
  type Marks,
  type Portable,
} from '../copy/entries';
import type { CommandOf } from '../envelope/commands';
import type { Instant, SectorId, TaskId } from '../ids';
import type { MineStore } from '../mine/mine-store';
import type { MyPlace } from '../mine/my-place';
import type { QueuedCommand } from '../outbox/item';
import type { OpenedPerson } from '../people/opened';
import { entryOf, sameEntry, type HistoryEntry } from './entry';

interface Kept {
  searchedFrom: Instant | null; // null: the past was not searched yet
  entries: readonly HistoryEntry[];
  marks?: Marks; // when each line last changed
}

const empty: Kept = { searchedFrom: null, entries: [] };
const start = 'history/';
const yearMs = 366 * 24 * 3600_000;

export class HistoryStore implements Portable {
  private readonly kept = new Source<Kept>(empty);
  private readonly leave: (() => void)[];
  private loaded: OpenedPerson | null = null;
  private loading: Promise<void> = Promise.resolve();
  /** Ascending by start. */
  readonly entries: Cell<readonly HistoryEntry[]> = derive([this.kept], ({ entries }) => entries);

  constructor(
    private readonly api: Api,
    private readonly clock: Clock,
    private readonly mine: MineStore,
    private readonly opened: Cell<OpenedPerson | null>,
  ) {
    this.leave = [
      opened.subscribe((person) => {
        this.loading = this.load(person);
        background(this.loading.then(() => this.searchPast()));
      }),
      mine.places.subscribe((places) => this.remember(places)),
    ];
  }

  /** Looks through the past year once; without network it tries again at the next start. */
  async searchPast(): Promise<void> {
    const person = this.loaded;
    if (!person || this.kept.get().searchedFrom !== null) return;
    const from = toInstant(this.clock.now() - yearMs);
    try {
      await this.api.asMember();
      const { tasks } = await allTasks(this.api, { from, to: this.clock.instant() });
      const places = await this.mine.among(tasks);
      if (this.loaded !== person) return;
      this.remember(places);
      this.set({ ...this.kept.get(), searchedFrom: from });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** "Did this unasked" has no place on the board; the own share of it is known only here. */
  recordUnasked(command: CommandOf<'record_unasked'>, sector: SectorId): void {
    const { task, guild, title, start, minutes } = command;
    this.put([
      {
        task,
        sector: command.sector || sector,
        guild,
        template: '',
        title,
        start,
        minutes,
        effort: 'light',
        status: 'done',
        trainee: false,
        taught: [],
      },
    ]);
  }

  /** Work recorded here that the commune refused did not count. */
  forgetRefused(queued: readonly QueuedCommand[]): void {
    const refused = queued.flatMap(({ state, command }) =>
      state === 'refused' && command.kind === 'record_unasked' ? [command.task] : [],
    );
    if (refused.length > 0) this.put([], new Set(refused));
  }

  /** Each line under its task, as another device of the same person can take it in. */
  async copyEntries(): Promise<Entries> {
    await this.loading;
    return toCopy(this.kept.get());
  }

  async take(entries: Entries, person: OpenedPerson): Promise<void> {
    const before = await this.copyEntries();
    if (this.loaded !== person) return;
    const merged = mergeEntries(before, underPaths(entries, [start]));
    if (JSON.stringify(merged) === JSON.stringify(mergeEntries(before))) return;
    const { values, marks } = fromEntries(merged);
    const lines = Object.values(values).filter(isEntry) as unknown as HistoryEntry[];
    this.set({ ...this.kept.get(), entries: lines.sort(byStart), marks });
  }

  close(): void {
    this.leave.forEach((stop) => stop());
  }

  private async load(person: OpenedPerson | null): Promise<void> {
    this.loaded = null;
    this.kept.set(empty);
    if (!person) return;
    const kept = (await person.vault.read<Kept>('history')) ?? empty;
    if (this.opened.get() !== person) return;
    this.kept.set(kept);
    this.loaded = person;
    this.remember(this.mine.places.get());
  }

  private remember(places: readonly MyPlace[]): void {
    if (!this.loaded) return;
    const before = new Map(this.kept.get().entries.map((entry) => [entry.task, entry]));
    const settled = places.filter(({ waiting }) => !waiting);
    const changed = settled.flatMap((place) => {
      const entry = entryOf(place, before.get(place.task.id));
      return entry && !sameEntry(entry, before.get(entry.task)) ? [entry] : [];
    });
    const cancelled = settled
      .filter(({ task }) => task.status === 'cancelled')
      .map(({ task }) => task.id);
    this.put(changed, new Set([...cancelled, ...this.handedBack(before)]));
  }

  /** A place that was only planned and is surely not mine any more was handed back. */
  private handedBack(before: ReadonlyMap<TaskId, HistoryEntry>): TaskId[] {
    const now = this.clock.now();
    return [...before.values()]
      .filter(({ status, start }) => status === 'taken' && Date.parse(start) > now)
      .map(({ task }) => task)
      .filter((task) => this.mine.surelyNotOn(task));
  }

  private put(changed: readonly HistoryEntry[], gone: ReadonlySet<TaskId> = new Set()): void {
    const { entries } = this.kept.get();
    const going = entries.map(({ task }) => task).filter((task) => gone.has(task));
    const drop = new Set([...going, ...changed.map((entry) => entry.task)]);
    if (drop.size === 0) return;
    const next = [...entries.filter((entry) => !drop.has(entry.task)), ...changed];
    const paths = [...drop].map((task) => start + task);
    const marks = markPaths(this.kept.get().marks ?? {}, paths, this.clock.now());
    this.set({ ...this.kept.get(), entries: next.sort(byStart), marks });
  }

  private set(kept: Kept): void {
    this.kept.set(kept);
    if (this.loaded) background(this.loaded.vault.write('history', kept));
  }
}

function byStart(one: HistoryEntry, other: HistoryEntry): number {
  if (one.start !== other.start) return one.start < other.start ? -1 : 1;
  return one.task < other.task ? -1 : 1;
}

function toCopy({ entries, marks = {} }: Kept): Entries {
  const values = entries.map((entry) => [start + entry.task, { ...entry } as unknown as Json]);
  return toEntries(Object.fromEntries(values), marks);
}

/** A line from another device, perhaps of another version of the app. */
function isEntry(value: Json): boolean {
  const line = (value ?? {}) as Readonly<Record<string, unknown>>;
  const texts = ['task', 'sector', 'guild', 'title', 'start', 'effort', 'status'];
  return (
    texts.every((name) => typeof line[name] === 'string') &&
    typeof line['minutes'] === 'number' &&
    Array.isArray(line['taught'])
  );
}
