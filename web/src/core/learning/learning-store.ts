// Learning together: takes the commune's model in, for everybody; and where the owner said yes, keeps
// what happened and once a round tells it, summed, clipped, noised and in sealed shares. Kept sealed
// in the own vault, on this device alone and in no copy.
import type { LearningRound, LearningView, Task } from '../api-types';
import { ApiError, isPassing } from '../api/errors';
import type { Api } from '../api/client';
import { background } from '../background';
import { fromBase64Url, toBase64Url, toHex, type Bytes } from '../bytes';
import { Source, type Cell } from '../cell';
import type { Clock } from '../clock';
import { didHeavyWork, isWork, type HistoryEntry } from '../history/entry';
import type { TaskId } from '../ids';
import type { OpenedPerson } from '../people/opened';
import type { RankingModule } from '../recommend/ranking-module';
import { agreesTo } from './helpers';
import { hourOf, type CommuneModel } from './model';
import type { Budget, Finished, Heard, Spent } from './telling';

/** A contribution that is charged to the budget and on its way: always the same bytes. */
interface Parcel {
  readonly round: string;
  readonly closes: number; // ms
  readonly id: string;
  readonly sealed: string; // base64url
}

interface Kept {
  readonly version: 1;
  readonly on: boolean;
  readonly since: number; // ms; when the owner said yes: what began before is told to nobody
  readonly agreed?: readonly string[]; // keys of helpers that the owner said yes to
  readonly toldWork?: readonly TaskId[]; // told already, of the last weeks; it may be marked done late
  readonly heard: readonly Heard[]; // since then; at most heardMax
  readonly spent: readonly Spent[];
  readonly plan: { readonly round: string; readonly at: number } | null; // when to tell
  readonly parcel: Parcel | null;
  readonly told: string | null; // the last round that was told, or passed by for want of budget
  readonly model: string | null; // base64url
  readonly modelDigest: string | null;
}

/** What the owner sees of it. */
export interface Learning {
  readonly on: boolean;
  readonly offered: boolean; // the commune learns from contributions
  readonly round: LearningRound | null;
  readonly told: boolean; // in this round
  readonly asks: boolean; // a key of a helper is one that the owner never agreed to: nothing is told
  readonly budget: Budget | null; // null: not known yet
  readonly model: CommuneModel | null;
}

export interface LearningOptions {
  api: Api;
  clock: Clock;
  opened: Cell<OpenedPerson | null>;
  history: Cell<readonly HistoryEntry[]>;
  zone: () => string;
  module: () => Promise<RankingModule>;
  /** In [0, 1): when within the round this device tells, and how long it waits with it. */
  draw?: () => number;
}

const nothing: Kept = {
  version: 1,
  on: false,
  since: 0,
  heard: [],
  spent: [],
  plan: null,
  parcel: null,
  told: null,
  model: null,
  modelDigest: null,
};
const unknown: Learning = {
  on: false,
  offered: false,
  round: null,
  told: false,
  asks: false,
  budget: null,
  model: null,
};
const lateMs = 60 * 24 * 3600_000; // what is marked done later than that is told in no round
const heardMax = 500;
const sleepMax = 6 * 3600_000; // then the announcement is looked at again
const betweenRoundsMs = 5 * 60_000; // where there is no round yet, or no network
const pauseMax = 5 * 60_000; // between a request with the session and what is told without it
const rateLimited = 6; // core::ErrorCode

// Loaded where there is something to do: most starts of the app need none of it.
async function loadTools(module: () => Promise<RankingModule>) {
  try {
    const [ranking, telling, { digestOf }, { RankingRefused }] = await Promise.all([
      module(),
      import('./telling'),
      import('./announcement'),
      import('../recommend/decode'),
    ]);
    return { module: ranking, ...telling, digestOf, RankingRefused };
  } catch (error) {
    throw new ApiError('offline', String(error), 0);
  }
}

function randomFraction(): number {
  return globalThis.crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
}

export class LearningStore {
  private readonly source = new Source<Learning>(unknown);
  private readonly leave: () => void;
  private kept: Kept = nothing;
  private person: OpenedPerson | null = null;
  private working: Promise<void> = Promise.resolve();
  private lookTimer: ReturnType<typeof setTimeout> | undefined;
  private tellTimer: ReturnType<typeof setTimeout> | undefined;
  private open: { readonly round: LearningRound; readonly digest: Bytes } | null = null;
  private due: number | null = null; // when to tell the open round; null: there is nothing to tell
  readonly value: Cell<Learning> = this.source;

  constructor(private readonly options: LearningOptions) {
    this.leave = options.opened.subscribe((person) => {
      this.person = null;
      background(this.queue(() => this.load(person)));
    });
  }

  /** Yes: from now on, to the helpers that are shown. No: what was kept to be told is forgotten, and nothing more is sent. */
  setOn(on: boolean): Promise<void> {
    return this.queue(async () => {
      if (!this.person || on === this.kept.on) return;
      const none = { heard: [], plan: null, parcel: null };
      await this.keep({ ...this.kept, ...none, on, since: this.options.clock.now() });
      this.due = null;
      await this.agreeToShown();
      await this.lookNow();
    });
  }

  /** The owner looked at the keys of the helpers that are shown and says yes to them. */
  agree(): Promise<void> {
    return this.queue(async () => {
      await this.agreeToShown();
      await this.lookNow();
    });
  }

  /** An answer to an invitation. */
  hear(task: Task, accepted: boolean): Promise<void> {
    return this.queue(async () => {
      if (!this.person || !this.kept.on || !task.template || !task.start) return;
      const { template, effort } = task;
      const hour = hourOf(Date.parse(task.start), this.options.zone());
      const afterHeavyWork = didHeavyWork(this.options.history.get(), this.options.clock.now());
      const heard = { hour, template, effort, afterHeavyWork, accepted };
      await this.keep({ ...this.kept, heard: [...this.kept.heard, heard].slice(-heardMax) });
    });
  }

  /** Looks at what the commune announces, takes a new model in, and plans when to tell. */
  look(): Promise<void> {
    return this.queue(() => this.lookNow());
  }

  /** Tells what is due. By a time of its own, so that no request with the session says whose it is. */
  tell(): Promise<void> {
    return this.queue(() => this.tellNow());
  }

  close(): void {
    this.stopTimers();
    this.leave();
  }

  private stopTimers(): void {
    clearTimeout(this.lookTimer);
    clearTimeout(this.tellTimer);
  }

  // One thing after another, so that nothing is told or charged twice.
  private queue(work: () => Promise<void>): Promise<void> {
    const done = this.working.then(work);
    this.working = done.catch(() => undefined);
    return done;
  }

  private async agreeToShown(): Promise<void> {
    const { round } = this.source.get();
    if (!this.person || !this.kept.on || !round) return;
    await this.keep({ ...this.kept, agreed: round.helpers.map(({ key }) => key) });
  }

  private async load(person: OpenedPerson | null): Promise<void> {
    this.stopTimers();
    this.kept = nothing;
    this.open = null;
    this.due = null;
    this.source.set(unknown);
    if (!person) return;
    const kept = await person.vault.read<Kept>('learning');
    if (this.options.opened.get() !== person) return;
    this.person = person;
    if (kept?.version === 1) this.kept = kept;
    this.show({ on: this.kept.on });
    await this.takeKeptModel();
  }

  private async takeKeptModel(): Promise<void> {
    const bytes = this.kept.model === null ? null : fromBase64Url(this.kept.model);
    if (!bytes) return;
    try {
      const { module, readModel } = await this.tools();
      this.show({ model: readModel(module, bytes) });
    } catch (error) {
      if (error instanceof ApiError) return; // the module is not here yet
      await this.keep({ ...this.kept, model: null, modelDigest: null }); // of an older app
    }
  }

  private async lookNow(): Promise<void> {
    const { person } = this;
    if (!person) return;
    clearTimeout(this.lookTimer);
    let next = betweenRoundsMs;
    try {
      await this.options.api.asMember();
      const view = await this.options.api.learning();
      if (this.person !== person) return;
      await this.takeModel(view);
      await this.takePart(view.round, person);
      if (view.round) next = sleepMax;
      this.show({ offered: view.on, round: view.round });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // without network: later
    }
    if (this.person !== person) return;
    this.lookTimer = setTimeout(() => background(this.look()), next);
    this.tellLater();
  }

  private async takeModel({ model }: LearningView): Promise<void> {
    if (model === null || model === this.kept.modelDigest) return;
    const bytes = await this.options.api.learningModel();
    const { module, readModel, RankingRefused } = await this.tools();
    try {
      const read = readModel(module, bytes);
      await this.keep({ ...this.kept, model: toBase64Url(bytes), modelDigest: model });
      this.show({ model: read });
    } catch (error) {
      if (!(error instanceof RankingRefused)) throw error;
      await this.keep({ ...this.kept, modelDigest: model }); // of a newer node: not asked for again
    }
  }

  private async takePart(round: LearningRound | null, person: OpenedPerson): Promise<void> {
    const now = this.options.clock.now();
    if (this.kept.parcel && this.kept.parcel.closes <= now)
      await this.keep({ ...this.kept, parcel: null });
    const digest = round ? (await this.tools()).digestOf(round, person.chain) : null;
    if (this.open?.round.id !== round?.id) this.due = null;
    this.open = round && digest ? { round, digest } : null;
    if (!round || !digest) return this.show({ budget: null, told: false, asks: false });
    await this.weigh(round);
    const isTold = this.kept.told === round.id;
    const asks = this.kept.on && !agreesTo(this.kept.agreed ?? [], round);
    this.show({ told: this.kept.on && isTold, asks });
    if (asks) this.due = null;
    if (!this.kept.on || asks || (isTold && this.kept.parcel?.round !== round.id)) return;
    const planned = isTold ? now : await this.planFor(round, now);
    const due = Math.max(planned, now + this.pause(round, now));
    this.due = this.due !== null && this.due > now ? this.due : due;
  }

  private async tellNow(): Promise<void> {
    const { person, open, due } = this;
    const now = this.options.clock.now();
    if (!person || !open || due === null || !this.kept.on) return;
    if (now < due) return this.tellLater();
    const { round, digest } = open;
    this.due = null;
    if (now >= Date.parse(round.closes_at)) return;
    if (now - due > pauseMax) {
      this.due = now + this.pause(round, now); // the device slept, and says now that it is awake
      return this.tellLater();
    }
    try {
      if (this.kept.told !== round.id) await this.makeParcel(round, digest);
      await this.sendParcel(round);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.open === open) this.due = now + this.pause(round, now); // without network: later
    }
    this.tellLater();
  }

  private tellLater(): void {
    clearTimeout(this.tellTimer);
    if (this.due === null) return;
    const wait = Math.min(Math.max(this.due - this.options.clock.now(), 1000), sleepMax);
    this.tellTimer = setTimeout(() => background(this.tell()), wait);
  }

  /** Whoever opens the app says who they are; what is told comes some time after that. */
  private pause(round: LearningRound, now: number): number {
    const longest = Math.min(pauseMax, 0.05 * (Date.parse(round.closes_at) - now));
    return longest * (0.1 + 0.9 * this.fraction());
  }

  private fraction(): number {
    return (this.options.draw ?? randomFraction)();
  }

  private async weigh(round: LearningRound): Promise<void> {
    const { module, weigh: weighWith } = await this.tools();
    this.show({ budget: weighWith(module, round, this.options.clock.now(), this.kept.spent) });
  }

  /** At a time of its own within the round, so that nobody learns from when it came. */
  private async planFor(round: LearningRound, now: number): Promise<number> {
    const { plan } = this.kept;
    if (plan?.round === round.id) return plan.at;
    const left = Date.parse(round.closes_at) - now;
    const at = now + this.fraction() * left * 0.9; // some time to be online again
    await this.keep({ ...this.kept, plan: { round: round.id, at } });
    return at;
  }

  /** Charged and kept before it goes: another try sends the same bytes and draws no new noise. */
  private async makeParcel(round: LearningRound, digest: Bytes): Promise<void> {
    const { kept } = this;
    const now = this.options.clock.now();
    const { heard, spent } = kept;
    const toldWork = this.workOfLate(now).map(({ task }) => task);
    const told = { ...kept, told: round.id, plan: null, heard: [], toldWork };
    const { module, contribute, RankingRefused } = await this.tools();
    const finished = this.finishedUntold(now);
    try {
      const asked = { round, digest, now, spent, heard, finished };
      const { rho, id, sealed } = contribute(module, asked);
      const closes = Date.parse(round.closes_at);
      const parcel = { round: toHex(digest), closes, id, sealed: toBase64Url(sealed) };
      await this.keep({ ...told, parcel, spent: [...spent, { at: now, rho }] });
    } catch (error) {
      if (!(error instanceof RankingRefused) || error.code !== rateLimited) throw error;
      await this.keep({ ...told, parcel: null }); // the year's budget is used up
    }
    await this.weigh(round);
    this.show({ told: true });
  }

  private async sendParcel({ id: open }: LearningRound): Promise<void> {
    const { parcel } = this.kept;
    if (!parcel || parcel.round !== open) return;
    const sealed = fromBase64Url(parcel.sealed);
    try {
      if (sealed) await this.options.api.contribute(parcel.round, parcel.id, sealed);
    } catch (error) {
      if (!(error instanceof ApiError) || isPassing(error)) throw error;
    }
    await this.keep({ ...this.kept, parcel: null });
  }

  private tools() {
    return loadTools(this.options.module);
  }

  private workOfLate(now: number): HistoryEntry[] {
    const from = now - lateMs;
    return this.options.history
      .get()
      .filter((entry) => isWork(entry) && Date.parse(entry.start) >= from);
  }

  private finishedUntold(now: number): Finished[] {
    const { since, toldWork = [] } = this.kept;
    return this.workOfLate(now)
      .filter(({ task, start }) => Date.parse(start) >= since && !toldWork.includes(task))
      .flatMap(({ template, minutes, planned }) =>
        template && planned !== undefined ? [{ template, minutes, planned }] : [],
      );
  }

  private show(part: Partial<Learning>): void {
    this.source.set({ ...this.source.get(), ...part });
  }

  private async keep(kept: Kept): Promise<void> {
    this.kept = kept;
    this.show({ on: kept.on });
    await this.person?.vault.write('learning', kept);
  }
}
