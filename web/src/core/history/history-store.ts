// Keeps the history of the opened person: every place seen on the board becomes a line, and once a
// person on a new device the past year is searched for the own places.
import { background } from '../background';
import { allTasks, type Api } from '../api/client';
import { ApiError } from '../api/errors';
import { derive, Source, type Cell } from '../cell';
import { toInstant, type Clock } from '../clock';
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
}

const empty: Kept = { searchedFrom: null, entries: [] };
const yearMs = 366 * 24 * 3600_000;

export class HistoryStore {
  private readonly kept = new Source<Kept>(empty);
  private readonly leave: (() => void)[];
  private loaded: OpenedPerson | null = null;
  /** Ascending by start. */
  readonly entries: Cell<readonly HistoryEntry[]> = derive([this.kept], ({ entries }) => entries);

  constructor(
    private readonly api: Api,
    private readonly clock: Clock,
    private readonly mine: MineStore,
    private readonly opened: Cell<OpenedPerson | null>,
  ) {
    this.leave = [
      opened.subscribe((person) => background(this.onPerson(person))),
      mine.places.subscribe((places) => this.remember(places)),
    ];
  }

  /** Looks through the past year once; without network it tries again at the next start. */
  async searchPast(): Promise<void> {
    const person = this.loaded;
    if (!person || this.kept.get().searchedFrom !== null) return;
    const from = toInstant(this.clock.now() - yearMs);
    try {
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

  close(): void {
    this.leave.forEach((stop) => stop());
  }

  private async onPerson(person: OpenedPerson | null): Promise<void> {
    this.loaded = null;
    this.kept.set(empty);
    if (!person) return;
    const kept = (await person.vault.read<Kept>('history')) ?? empty;
    if (this.opened.get() !== person) return;
    this.kept.set(kept);
    this.loaded = person;
    this.remember(this.mine.places.get());
    await this.searchPast();
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
    this.put(changed, new Set([...cancelled, ...this.handedBack(places, before)]));
  }

  /** A place that was only planned and is on the board no longer was handed back. */
  private handedBack(
    places: readonly MyPlace[],
    before: ReadonlyMap<TaskId, HistoryEntry>,
  ): TaskId[] {
    const held = new Set(places.map(({ task }) => task.id));
    const now = this.clock.now();
    return [...before.values()]
      .filter(
        (entry) =>
          entry.status === 'taken' && Date.parse(entry.start) > now && !held.has(entry.task),
      )
      .map((entry) => entry.task);
  }

  private put(changed: readonly HistoryEntry[], gone: ReadonlySet<TaskId> = new Set()): void {
    const { entries } = this.kept.get();
    const drop = new Set([...gone, ...changed.map((entry) => entry.task)]);
    if (changed.length === 0 && !entries.some((entry) => gone.has(entry.task))) return;
    const next = [...entries.filter((entry) => !drop.has(entry.task)), ...changed];
    next.sort((one, other) => (one.start < other.start ? -1 : 1));
    this.set({ ...this.kept.get(), entries: next });
  }

  private set(kept: Kept): void {
    this.kept.set(kept);
    if (this.loaded) background(this.loaded.vault.write('history', kept));
  }
}
