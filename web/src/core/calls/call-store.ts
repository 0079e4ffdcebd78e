// Listens for urgent calls and rings when the owner's own device decides so. What it remembers
// (which calls rang, and when) is kept sealed and leaves the device never.
import { background } from '../background';
import type { BoardState, BoardTask } from '../board/state';
import { Source, type Cell } from '../cell';
import type { Clock } from '../clock';
import type { TaskId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import type { OpenedPerson } from '../people/opened';
import type { Profile } from '../profile/model';
import { callOf, listenerOf, noRings, type ListenContext, type RingMemory } from './listen';
import { decideCall, drawBits, type RingDecision } from './policy';

export interface CallStoreOptions {
  clock: Clock;
  board: Cell<BoardState>;
  mine: Cell<readonly MyPlace[]>;
  profile: Cell<Profile>;
  opened: Cell<OpenedPerson | null>;
  profileLoaded: () => Promise<void>;
  draw?: () => number; // 0 to 2^20 - 1
}

const pingsKept = 200;
const rungKept = 200;

function randomDraw(): number {
  return globalThis.crypto.getRandomValues(new Uint32Array(1))[0]! >>> (32 - drawBits);
}

export class CallStore {
  private readonly memory = new Source<RingMemory>(noRings);
  private readonly ringingSource = new Source<TaskId | null>(null);
  private readonly leave: (() => void)[];
  private person: OpenedPerson | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The call that rings now: until it is answered, filled or over. */
  readonly ringing: Cell<TaskId | null> = this.ringingSource;

  constructor(private readonly options: CallStoreOptions) {
    const { board, profile, opened } = options;
    this.leave = [
      opened.subscribe((person) => background(this.onPerson(person))),
      board.subscribe(() => this.listen()),
      profile.subscribe(() => this.listen()),
    ];
  }

  /** The owner has answered: the ringing stops on this device. */
  answer(came: boolean): void {
    if (this.ringingSource.get() === null) return;
    const { answered } = this.memory.get();
    this.ringingSource.set(null);
    this.keep({ answered: { rung: answered.rung + 1, came: answered.came + (came ? 1 : 0) } });
    this.listen();
  }

  /** What the device decides about a task now, and why; for the owner's eyes. */
  decide(task: BoardTask): RingDecision | null {
    const context = this.context();
    const call = callOf(task, context);
    if (!call) return null;
    const now = Math.floor(context.now / 1000);
    return decideCall(call, listenerOf(task, context), now, this.drawFor(task.id));
  }

  close(): void {
    clearTimeout(this.timer);
    this.leave.forEach((stop) => stop());
  }

  private async onPerson(person: OpenedPerson | null): Promise<void> {
    this.person = null;
    this.ringingSource.set(null);
    this.memory.set(noRings);
    if (!person) return;
    const kept = await person.vault.read<RingMemory>('calls');
    await this.options.profileLoaded(); // nobody rings by another's wishes
    if (this.options.opened.get() !== person) return;
    this.memory.set({ ...noRings, ...kept });
    this.person = person;
    this.listen();
  }

  private listen(): void {
    if (!this.person) return;
    clearTimeout(this.timer);
    this.stopWhereFilled();
    const { board, clock } = this.options;
    let wakeAt = Infinity;
    for (const task of board.get().tasks.values()) {
      if (task.urgency === 'calm' || task.missing === 0) continue;
      const decision = this.decide(task);
      if (decision?.rings && this.ringingSource.get() === null) this.ring(task.id);
      wakeAt = Math.min(wakeAt, decision?.wakeAt ?? Infinity);
    }
    if (wakeAt === Infinity) return;
    const pause = Math.max(1000, wakeAt * 1000 - clock.now());
    this.timer = setTimeout(() => this.listen(), Math.min(pause, 3600_000));
  }

  private stopWhereFilled(): void {
    const ringing = this.ringingSource.get();
    if (ringing === null) return;
    const task = this.options.board.get().tasks.get(ringing);
    const call = task && callOf(task, this.context());
    const now = this.options.clock.now() / 1000;
    const wanted = call && call.accepted < call.places && now < call.neededBy;
    if (!wanted || this.isMine(ringing)) this.ringingSource.set(null);
  }

  private isMine(task: TaskId): boolean {
    return this.options.mine.get().some((place) => place.task.id === task);
  }

  private ring(task: TaskId): void {
    const { pings, rung, draws } = this.memory.get();
    const now = Math.floor(this.options.clock.now() / 1000);
    const { [task]: _, ...others } = draws;
    this.keep({
      pings: [...pings, now].slice(-pingsKept),
      rung: [...rung, task].slice(-rungKept),
      draws: others as RingMemory['draws'],
    });
    this.ringingSource.set(task);
  }

  private drawFor(task: TaskId): number {
    const { draws } = this.memory.get();
    const known = draws[task];
    if (known !== undefined) return known;
    const draw = (this.options.draw ?? randomDraw)();
    const { tasks } = this.options.board.get();
    const lasting = Object.entries(draws).filter(([id]) => tasks.has(id as TaskId));
    this.keep({ draws: { ...Object.fromEntries(lasting), [task]: draw } });
    return draw;
  }

  private context(): ListenContext {
    const { board, mine, profile, clock } = this.options;
    const { catalogue, members, commune } = board.get();
    return {
      catalogue,
      member: this.person ? members.get(this.person.member) : undefined,
      people: members.size,
      mine: mine.get(),
      profile: profile.get(),
      memory: this.memory.get(),
      zone: commune?.zone ?? 'UTC',
      now: clock.now(),
    };
  }

  private keep(change: Partial<RingMemory>): void {
    this.memory.update((before) => ({ ...before, ...change }));
    if (this.person) background(this.person.vault.write('calls', this.memory.get()));
  }
}
