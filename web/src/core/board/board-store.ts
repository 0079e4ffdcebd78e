// The board on this device: first what the device remembers, then what the node says, then every
// block as it comes. Commands that wait are laid over it.
import { background } from '../background';
import type { Catalogue, CommuneView, Member, MembersView, StreamBlock, Task } from '../api-types';
import { allTasks, type Api } from '../api/client';
import { ApiError } from '../api/errors';
import { Live, type LiveTimes } from '../api/live';
import { derive, Source, type Cell } from '../cell';
import { toInstant, type Clock } from '../clock';
import type { MemberId, TaskId } from '../ids';
import type { QueuedCommand } from '../outbox/item';
import type { Database, SavedBoard } from '../storage/database';
import { isStorageFault, type StorageHealth } from '../storage/health';
import { eraseBoard, writeBoard, writeChanges, type DiskBoard } from './board-disk';
import { overlay, type Me } from './overlay';
import {
  emptyBoard,
  indexCatalogue,
  type BoardBase,
  type BoardState,
  type BoardTask,
} from './state';

export interface BoardOptions {
  database: Database;
  remembered: Promise<DiskBoard | null>;
  api: Api;
  clock: Clock;
  health: StorageHealth;
  queued: Cell<readonly QueuedCommand[]>;
  me: Cell<Me | null>;
  /** Whether a member uses this device, be it that their keys are locked. */
  somebody: () => boolean;
  /** Whether that member's keys are open. */
  canSignIn: () => boolean;
  /** The node has said which commune it serves, before anything else of it is loaded. */
  onCommune?: (commune: CommuneView) => Promise<void>;
  times?: LiveTimes;
}

const windowDaysBack = 14; // long enough to mark done, confirm and look back at the last two weeks
const youngMs = 6 * 3600_000;
const dayMs = 24 * 3600_000;

export class BoardStore {
  private readonly base = new Source<BoardBase>(emptyBoard);
  private saved: SavedBoard | null = null;
  private writing: Promise<void> = Promise.resolve();
  readonly live: Live;
  readonly state: Cell<BoardState>;
  /** The board without what waits. */
  readonly known: Cell<BoardBase> = this.base;

  private behind = false; // the disk lacks a change
  private constructor(private readonly options: BoardOptions) {
    const handlers = {
      before: () => this.prepare(),
      height: () => this.base.get().height,
      onBlock: (block: StreamBlock) => this.onBlock(block),
      onReset: () => this.refresh(),
      canSignIn: options.canSignIn,
    };
    this.live = new Live(options.api.transport, handlers, options.times);
    this.state = derive([this.base, options.queued, options.me], (base, queued, me) => ({
      ...base,
      tasks: overlay(base.tasks, queued, me, base.catalogue),
    }));
  }

  static async open(options: BoardOptions): Promise<BoardStore> {
    const board = new BoardStore(options);
    const disk = await options.remembered;
    if (disk) {
      const { tasks, ...saved } = disk;
      board.saved = saved;
      board.show(saved, new Map(tasks.map((task) => [task.id, task])));
    }
    return board;
  }

  /** Before the stream: a board that is young enough and whole only needs the blocks since. */
  private async prepare(): Promise<void> {
    const { clock } = this.options;
    const { saved } = this;
    if (!saved) return this.refresh();
    const commune = await this.meet();
    const same = commune.chain === saved.commune.chain && commune.height >= saved.height;
    const age = clock.now() - Date.parse(saved.savedAt);
    const isWhole = saved.members !== null && Object.keys(saved.owed ?? {}).length === 0;
    if (!same || !isWhole || age > youngMs) return this.refresh();
  }

  /** Loads everything anew; rejects with ApiError and leaves what was known. */
  async refresh(): Promise<void> {
    const { api, clock } = this.options;
    const commune = await this.meet();
    if (this.saved && this.saved.commune.chain !== commune.chain) await this.forget();
    const from = toInstant(clock.now() - windowDaysBack * dayMs);
    const [catalogue, members, page] = await Promise.all([
      api.catalogue(),
      api.members(),
      allTasks(api, { from }),
    ]);
    // The oldest of the answers: blocks after it are sent again, and applying one twice does nothing.
    const height = Math.min(commune.height, catalogue.height, members.height, page.height);
    this.saved = { commune, catalogue, members, height, savedAt: clock.instant() };
    this.show(this.saved, new Map(page.tasks.map((task) => [task.id, task])));
    await this.options.health.write('board', () => this.writeWhole());
  }

  /** A task by id, also one that is not in the window. Null: there is none. */
  async task(id: TaskId): Promise<BoardTask | null> {
    const known = this.state.get().tasks.get(id);
    if (known) return known;
    try {
      return await this.options.api.task(id);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }

  async forget(): Promise<void> {
    this.saved = null;
    this.base.set(emptyBoard);
    this.options.api.transport.forgetKept();
    await eraseBoard(this.options.database);
  }

  private async meet(): Promise<CommuneView> {
    const commune = await this.options.api.commune();
    this.options.clock.correct(commune.now);
    await this.options.onCommune?.(commune);
    if (!commune.demo && !this.options.somebody())
      throw new ApiError('no_person', 'Nobody uses this device yet.', 401);
    await this.options.api.asMember();
    return commune;
  }

  private show(saved: SavedBoard, tasks: ReadonlyMap<TaskId, Task>): void {
    const { catalogue, members, commune, height, savedAt } = saved;
    this.base.set({
      ready: true,
      commune,
      catalogue: indexCatalogue(catalogue),
      members: indexMembers(members),
      tasks,
      height,
      savedAt,
      roundsAt: height,
    });
  }

  private onBlock(block: StreamBlock): void {
    const { saved } = this;
    if (!saved || block.height <= saved.height) return;
    const { clock } = this.options;
    const commune: CommuneView = { ...saved.commune, height: block.height, now: block.time };
    const { height } = block;
    // Kept with the height: should the app close before the answer, the next start asks again.
    const owed = {
      ...saved.owed,
      ...(block.catalogue && { catalogue: height }),
      ...(block.members && { members: height }),
    };
    this.saved = { ...saved, commune, height, savedAt: clock.instant(), owed };
    const before = this.base.get();
    const tasks = block.tasks.length ? new Map(before.tasks) : before.tasks;
    for (const task of block.tasks) (tasks as Map<TaskId, Task>).set(task.id, task);
    const roundsAt = block.rounds || block.calls ? height : before.roundsAt;
    const { savedAt } = this.saved;
    this.base.set({ ...before, commune, tasks, height, savedAt, roundsAt });
    this.write(this.saved ?? saved, block.tasks);
    for (const part of ['catalogue', 'members'] as const)
      if (owed[part] !== undefined) background(this.reload(part));
  }

  /** A part of the board that a block said has changed. Failing is no harm: the part stays owed. */
  private async reload(part: 'catalogue' | 'members'): Promise<void> {
    try {
      const answer: Catalogue | MembersView = await this.options.api[part]();
      const { saved } = this;
      if (!saved || answer.height < (saved[part]?.height ?? 0)) return;
      const { [part]: since = 0, ...rest } = saved.owed ?? {};
      const owed = answer.height < since ? { ...rest, [part]: since } : rest;
      this.saved = { ...saved, [part]: answer, owed };
      const { catalogue, members } = this.saved;
      const change =
        part === 'members'
          ? { members: indexMembers(members) }
          : { catalogue: indexCatalogue(catalogue) };
      this.base.update((before) => ({ ...before, ...change }));
      this.write(this.saved ?? saved, []);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** After a change that could not be kept, only the whole board is right again. */
  private write(saved: SavedBoard, changed: readonly Task[]): void {
    const { database, health } = this.options;
    const work = async (): Promise<void> => {
      if (this.behind) return health.write('board', () => this.writeWhole());
      try {
        await writeChanges(database, saved, changed);
      } catch (error) {
        if (!isStorageFault(error)) throw error;
        this.behind = true;
        health.owe('board', () => this.writeWhole());
      }
    };
    this.writing = this.writing.then(work, work);
    background(this.writing);
  }

  private async writeWhole(): Promise<void> {
    if (!this.saved) return;
    const tasks = [...this.base.get().tasks.values()];
    await writeBoard(this.options.database, { ...this.saved, tasks });
    this.behind = false;
  }
}

function indexMembers(view: MembersView | null): ReadonlyMap<MemberId, Member> {
  return new Map((view?.members ?? []).map((member) => [member.id, member]));
}
