// Listens for urgent calls and rings when the owner's own device decides so.
import type { Alert } from '../api-types';
import { background } from '../background';
import type { BoardState, BoardTask } from '../board/state';
import { Source, type Cell } from '../cell';
import type { Clock } from '../clock';
import type { AlertId, TaskId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import type { OpenedPerson } from '../people/opened';
import type { Profile } from '../profile/model';
import type { RankingModule } from '../recommend/ranking-module';
import { decideFor, hear, mayCall, randomDraw, type Heard } from './hear';
import type { CommuneModel } from '../learning/model';
import type { ListenContext } from './listen';
import { drawBits, type RingDecision } from './policy';
import { questionsFor, type CallTask } from './question';
import {
  callChannel,
  noRings,
  withAnswer,
  withKnown,
  type RingKeeper,
  type RingMemory,
} from './ring-memory';

export interface CallStoreOptions {
  clock: Clock;
  board: Cell<BoardState>;
  alerts: Cell<readonly Alert[]>;
  mine: Cell<readonly MyPlace[]>;
  profile: Cell<Profile>;
  opened: Cell<OpenedPerson | null>;
  profileLoaded: () => Promise<void>;
  loadModule: () => Promise<RankingModule>;
  keeper: (person: OpenedPerson) => RingKeeper;
  model: () => CommuneModel | null;
  isTired: () => boolean;
  draw?: () => number; // 0 to 2^20 - 1
}

/** Something rings, or goes on whose end is to be counted. */
function isBusy({ ringing, followed }: RingMemory): boolean {
  return ringing !== null || Object.keys(followed).length > 0;
}

const againMs = 20_000; // where the module did not come
const listenAgainMaxMs = 3600_000;

export class CallStore {
  private readonly ringingSource = new Source<TaskId | null>(null);
  private readonly leave: (() => void)[];
  private readonly channel = new BroadcastChannel(callChannel);
  private person: OpenedPerson | null = null;
  private keeper: RingKeeper | null = null;
  private memory: RingMemory = noRings;
  private module: RankingModule | null = null;
  private opening: Promise<void> = Promise.resolve();
  private running: Promise<void> | null = null;
  private again = false;
  private isStale = true;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The call that rings now: until it is answered, filled or over. */
  readonly ringing: Cell<TaskId | null> = this.ringingSource;

  constructor(private readonly options: CallStoreOptions) {
    const { board, alerts, mine, profile, opened } = options;
    this.leave = [
      opened.subscribe((person) => background((this.opening = this.onPerson(person)))),
      board.subscribe(() => this.listen()),
      alerts.subscribe(() => this.listen()),
      mine.subscribe(() => this.listen()),
      profile.subscribe(() => this.listen()),
    ];
    this.channel.onmessage = () => this.recall();
    (this.channel as { unref?: () => void }).unref?.();
  }

  /** The owner has answered with no; a place that is taken is a yes. */
  notNow(): void {
    this.ringingSource.set(null);
    background(this.change((memory) => withAnswer(memory, false)).then(() => this.listen()));
  }

  /** The owner has reported it: nobody has to ask here. */
  knows(alert: AlertId): void {
    background(this.change((memory) => withKnown(memory, alert as string as TaskId)));
  }

  /** What the device remembers was changed elsewhere, or has to lie elsewhere from now on. */
  recall(): void {
    this.isStale = true;
    this.listen();
  }

  /** What the device decides about a task now, and why; for the owner's eyes. */
  async decide(task: BoardTask): Promise<RingDecision | null> {
    const module = await this.need();
    await this.opening;
    while (this.running) await this.running; // only then this device has drawn a number for it
    if (!this.person) return null;
    const draw = this.memory.draws[task.id] ?? 2 ** drawBits - 1;
    return decideFor(task, this.context(module, this.memory), draw);
  }

  close(): void {
    this.person = null; // what still runs changes nothing any more
    clearTimeout(this.timer);
    this.channel.close();
    this.leave.forEach((stop) => stop());
  }

  private async onPerson(person: OpenedPerson | null): Promise<void> {
    this.person = null;
    this.memory = noRings;
    this.ringingSource.set(null);
    if (!person) return;
    await this.options.profileLoaded(); // nobody rings by another's wishes
    if (this.options.opened.get() !== person) return;
    this.person = person;
    this.keeper = this.options.keeper(person);
    this.recall();
  }

  /** One at a time; what changes meanwhile is listened to afterwards. */
  private listen(): void {
    this.again = this.running !== null;
    if (this.running) return;
    this.running = this.listenOnce()
      .catch((problem: unknown) => background(Promise.reject(problem)))
      .then(() => {
        this.running = null;
        if (this.again) this.listen();
      });
  }

  private async listenOnce(): Promise<void> {
    const { person } = this;
    if (!person) return;
    clearTimeout(this.timer);
    if (this.isStale) {
      this.isStale = false;
      await this.change((memory) => memory); // as the service worker may have left it
    }
    const { calls } = this.heardOf();
    this.wakeIn(listenAgainMaxMs); // by then planned work may be near that lacks people
    if (calls.length === 0 && !isBusy(this.memory)) return;
    const module = await this.need().catch(() => null);
    if (this.person !== person) return;
    if (!module) return this.wakeIn(againMs);
    let heard: Heard = { memory: this.memory, wakeAt: null };
    await this.change((memory) => {
      const draw = this.options.draw ?? randomDraw;
      heard = hear(calls, this.heardOf().find, this.context(module, memory), draw);
      return heard.memory;
    });
    if (heard.wakeAt !== null) this.wakeIn(heard.wakeAt * 1000 - this.options.clock.now());
  }

  /** Urgent work, and what waits for the word of one of my guilds. */
  private heardOf() {
    const { board, alerts } = this.options;
    const { tasks, members, catalogue } = board.get();
    const guilds = (this.person && members.get(this.person.member)?.guilds) ?? [];
    const questions = questionsFor(alerts.get(), guilds, tasks, catalogue);
    const find = (id: TaskId): CallTask | undefined => tasks.get(id) ?? questions.get(id);
    const now = this.options.clock.now();
    const calls = [...questions.values(), ...tasks.values()].filter((task) => mayCall(task, now));
    return { find, calls };
  }

  private wakeIn(pauseMs: number): void {
    const pause = Math.min(Math.max(1000, pauseMs), listenAgainMaxMs);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.listen(), pause);
  }

  private async need(): Promise<RankingModule> {
    this.module ??= await this.options.loadModule();
    return this.module;
  }

  private context(module: RankingModule, memory: RingMemory): ListenContext {
    const { board, mine, profile, clock } = this.options;
    const { catalogue, members, commune } = board.get();
    return {
      module,
      model: this.options.model(),
      isTired: this.options.isTired(),
      catalogue,
      member: this.person ? members.get(this.person.member) : undefined,
      members: [...members.values()],
      mine: mine.get(),
      profile: profile.get(),
      memory,
      zone: commune?.zone ?? 'UTC',
      now: clock.now(),
    };
  }

  private async change(edit: (memory: RingMemory) => RingMemory): Promise<void> {
    const { person, keeper } = this;
    if (!person || !keeper) return;
    const memory = await keeper.change(edit);
    if (this.person !== person) return;
    this.memory = memory;
    this.ringingSource.set(memory.ringing);
  }
}
