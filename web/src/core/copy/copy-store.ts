// Keeps a sealed copy of what is private (profile, own hours) with the commune's computer, so that
// another device of the same person finds it with the 24 words alone. The node sees a blob under a
// key that names nobody. Nothing here takes anything off the device: what comes is merged into what is.
import { ApiError, isPassing } from '../api/errors';
import { background } from '../background';
import { Source, type Cell } from '../cell';
import { exclusively } from '../outbox/exclusively';
import type { OpenedPerson } from '../people/opened';
import type { Exchanged, ExchangeParts } from './exchange';

/** 'problem' says which; all of them leave the device's own data alone. */
export type CopyState =
  | { readonly is: 'off' | 'waiting' }
  | { readonly is: 'kept'; readonly at: number } // milliseconds, when last compared
  | { readonly is: 'problem'; readonly problem: CopyProblem };

/** unreadable: what lies there does not open. full: no room. missing: this node keeps no copies. */
export type CopyProblem = 'unreadable' | 'full' | 'missing' | 'refused';

/** What the device remembers of it, in the person's own vault. */
interface Kept {
  readonly on: boolean;
  readonly version: number; // of the copy that this device last saw or sent
  readonly digest: string; // of what was in it; '' after a change that still has to go
  readonly wiped: boolean; // off, and the node knows it
}

const usual: Kept = { on: true, version: 0, digest: '', wiped: false };
export interface CopyTimes {
  quietMs: number; // after a change, before it is sent
  askAgainMs: number; // after a failure, and at the earliest when the connection is back
}

const usualTimes: CopyTimes = { quietMs: 10_000, askAgainMs: 5 * 60_000 };

export interface CopyOptions extends Omit<ExchangeParts, 'person' | 'known' | 'still'> {
  opened: Cell<OpenedPerson | null>;
  times?: CopyTimes;
}

export class CopyStore {
  private readonly source = new Source<CopyState>({ is: 'waiting' });
  private readonly onSource = new Source(true);
  private readonly leave: () => void;
  private kept: Kept = usual;
  private loaded: OpenedPerson | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private askedAt = 0;
  private running = 0;
  private readonly times: CopyTimes;
  readonly state: Cell<CopyState> = this.source;
  readonly on: Cell<boolean> = this.onSource;

  constructor(private readonly options: CopyOptions) {
    this.times = options.times ?? usualTimes;
    this.leave = options.opened.subscribe((person) => background(this.load(person)));
  }

  /** Off: what lies with the node is wiped, as soon as there is a connection. */
  async setOn(on: boolean): Promise<void> {
    if (!this.loaded || on === this.kept.on) return;
    await this.keep({ ...this.kept, on, digest: '', wiped: false });
    await this.sync();
  }

  /** Fetches, merges and sends what is new; quiet without network. */
  async sync(when: 'always' | 'changed' = 'always'): Promise<void> {
    this.stopTimer();
    const person = this.loaded;
    if (!person) return;
    this.running += 1;
    try {
      await exclusively('commune-copy', () => this.syncAs(person, when));
    } finally {
      this.running -= 1;
    }
  }

  /** Something of what is copied may have changed: it goes out in a while. */
  changed(): void {
    if (this.kept.on) this.later(this.times.quietMs, 'changed');
  }

  /** The connection is back. */
  async onLive(): Promise<void> {
    const fresh =
      this.source.get().is === 'kept' && Date.now() - this.askedAt < this.times.askAgainMs;
    if (!fresh && this.running === 0) await this.sync();
  }

  close(): void {
    this.stopTimer();
    this.loaded = null;
    this.leave();
  }

  private async load(person: OpenedPerson | null): Promise<void> {
    this.stopTimer();
    this.loaded = null;
    this.source.set({ is: 'waiting' });
    if (!person) return;
    const kept = (await person.vault.read<Kept>('copy')) ?? usual;
    if (this.options.opened.get() !== person) return;
    this.kept = kept;
    this.onSource.set(kept.on);
    this.loaded = person;
    await this.sync();
  }

  private later(ms: number, when: 'always' | 'changed'): void {
    if (!this.loaded) return;
    this.stopTimer();
    this.timer = setTimeout(() => background(this.sync(when)), ms);
    (this.timer as { unref?: () => void }).unref?.();
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async syncAs(person: OpenedPerson, when: 'always' | 'changed'): Promise<void> {
    const still = (): boolean => this.loaded === person && this.options.opened.get() === person;
    if (!still()) return;
    const parts = { ...this.options, person, still, known: this.kept };
    // Fetched where it is wanted: a first visit shows its screen without it.
    const code = await import('./exchange').catch(() => null);
    if (!code) return this.later(this.times.askAgainMs, 'always');
    const { digestHere, exchange, wipe } = code;
    try {
      if (!this.kept.on) {
        if (this.kept.wiped) return this.source.set({ is: 'off' });
        return await this.tookOff(await wipe(parts), still);
      }
      const kept = this.source.get().is === 'kept';
      if (when === 'changed' && kept && (await digestHere(parts)) === this.kept.digest) return;
      this.askedAt = Date.now();
      await this.settle(await exchange(parts), still);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (still()) this.onError(error);
    }
  }

  private onError(error: ApiError): void {
    const state = stateAfter(error);
    this.source.set(state);
    const passes = state.is === 'waiting' || (state.is === 'problem' && state.problem === 'full');
    if (passes) this.later(this.times.askAgainMs, 'always');
  }

  private async settle(outcome: Exchanged, still: () => boolean): Promise<void> {
    if (!still()) return;
    if (outcome.is === 'wiped') return this.tookOff(outcome.version, still);
    if (outcome.is === 'unreadable')
      return this.source.set({ is: 'problem', problem: 'unreadable' });
    const { version, digest } = outcome;
    this.source.set({ is: 'kept', at: Date.now() });
    if (version !== this.kept.version || digest !== this.kept.digest)
      await this.keep({ ...this.kept, version, digest });
  }

  private async tookOff(version: number, still: () => boolean): Promise<void> {
    if (!still()) return;
    this.source.set({ is: 'off' });
    await this.keep({ on: false, version, digest: '', wiped: true });
  }

  private async keep(kept: Kept): Promise<void> {
    this.kept = kept;
    this.onSource.set(kept.on);
    await this.loaded?.vault.write('copy', kept);
  }
}

function stateAfter(error: ApiError): CopyState {
  const { code, status } = error;
  if (code === 'unavailable' || code === 'storage_full') return { is: 'problem', problem: 'full' };
  if (isPassing(error)) return { is: 'waiting' };
  const missing = code === 'not_found' || status === 404 || status === 405;
  return { is: 'problem', problem: missing ? 'missing' : 'refused' };
}
