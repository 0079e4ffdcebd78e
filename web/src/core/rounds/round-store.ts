// Rounds, alerts and devices as the node last told them, read again a little after a block that says so; and,
// private, what this person said in a round. Both are kept sealed, so that they are there offline.
import type { Alert, Device, HardToFill, Round, RoundAnswer } from '../api-types';
import { ApiError } from '../api/errors';
import type { Api } from '../api/client';
import { background } from '../background';
import type { BoardState } from '../board/state';
import { derive, Source, type Cell } from '../cell';
import type { Clock } from '../clock';
import type { WillingInput } from '../envelope/commands';
import type { PublicKey, RoundId, WillingId } from '../ids';
import type { OpenedPerson } from '../people/opened';
import { invitationsOf, type Invitation } from './invitations';
import { phaseOf } from './phase';
import { circle, myTurns } from './turns';

export interface RoundStoreOptions {
  api: Api;
  clock: Clock;
  board: Cell<BoardState>;
  opened: Cell<OpenedPerson | null>;
  pauseMs?: number; // between a block and asking again, for all blocks that come meanwhile
}

type Said = Readonly<Record<RoundId, WillingInput>>;

interface Kept {
  readonly rounds: readonly Round[];
  readonly hardToFill: readonly HardToFill[];
  readonly alerts: readonly Alert[];
  readonly devices: readonly Device[];
  readonly said: Said;
}

const empty: Kept = { rounds: [], hardToFill: [], alerts: [], devices: [], said: {} };
const usualPauseMs = 300;

export class RoundStore {
  private readonly kept = new Source<Kept>(empty);
  private readonly leave: (() => void)[];
  private person: OpenedPerson | null = null;
  private loadedAt = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Latest first. */
  readonly rounds = derive([this.kept], ({ rounds }) => rounds);
  readonly alerts = derive([this.kept], ({ alerts }) => alerts);
  readonly devices = derive([this.kept], ({ devices }) => devices);
  /** What it is this person's turn to be asked for. */
  readonly turns: Cell<readonly HardToFill[]>;
  /** What this person last said from this device, also where it still waits to be sent. */
  readonly said: Cell<Said> = derive([this.kept], ({ said }) => said);
  readonly invitations: Cell<readonly Invitation[]>;

  constructor(private readonly options: RoundStoreOptions) {
    const { board, opened, clock } = options;
    this.invitations = derive([this.rounds, board, opened], (rounds, { tasks }, person) =>
      person
        ? invitationsOf(
            tasks.values(),
            rounds,
            (round) => person.roundNames(round).willing,
            clock.now(),
          )
        : [],
    );
    this.turns = derive([this.kept, opened], ({ hardToFill }, person) =>
      person ? myTurns(hardToFill, (kind) => person.placeInTurn(kind, circle)) : [],
    );
    this.leave = [
      opened.subscribe((person) => background(this.onPerson(person))),
      board.subscribe(({ ready, roundsAt }) => {
        if (ready && roundsAt !== this.loadedAt) this.soon(roundsAt);
      }),
    ];
  }

  /** What the ledger calls this person's word in a round; null where nobody's keys are open. */
  wordIn(round: RoundId): WillingId | null {
    return this.options.opened.get()?.roundNames(round).willing ?? null;
  }

  /** A fresh key pair to give to a device, as hex; kept nowhere. */
  async makeDeviceKey(): Promise<{ key: PublicKey; secret: string }> {
    const { keyPairFrom } = await import('../keys/derive');
    const { random, toHex } = await import('../bytes');
    const pair = keyPairFrom(random(32));
    return { key: pair.hex, secret: toHex(pair.secret) };
  }

  /** One round with everything that people said; rejects with ApiError. */
  async answer(id: RoundId): Promise<RoundAnswer> {
    await this.options.api.asMember();
    return this.options.api.round(id);
  }

  remember(round: RoundId, input: WillingInput): void {
    this.set({ said: { ...this.kept.get().said, [round]: input } });
  }

  /** Asks now. Without network everything stays as it was. */
  async refresh(): Promise<void> {
    const { person } = this;
    const { api } = this.options;
    if (!person) return;
    try {
      await api.asMember();
      const [{ rounds, hard_to_fill: hardToFill }, { alerts }, { devices }] = await Promise.all([
        api.rounds(),
        api.alerts(),
        api.devices(),
      ]);
      if (this.person === person)
        this.set({ rounds, hardToFill, alerts, devices, said: this.lasting(rounds) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  close(): void {
    clearTimeout(this.timer);
    this.leave.forEach((stop) => stop());
  }

  private async onPerson(person: OpenedPerson | null): Promise<void> {
    this.person = null;
    this.kept.set(empty);
    if (!person) return;
    const kept = await person.vault.read<Kept>('rounds');
    if (this.options.opened.get() !== person) return;
    this.kept.set({ ...empty, ...kept });
    this.person = person;
    await this.refresh();
  }

  private soon(height: number): void {
    this.loadedAt = height;
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      background(this.refresh());
    }, this.options.pauseMs ?? usualPauseMs);
  }

  /** Nobody asks any more what was said in a round that is over. */
  private lasting(rounds: readonly Round[]): Said {
    const now = this.options.clock.now();
    const over = new Set(
      rounds.filter((round) => phaseOf(round, now) === 'over').map(({ id }) => id),
    );
    const { said } = this.kept.get();
    return Object.fromEntries(
      Object.entries(said).filter(([id]) => !over.has(id as RoundId)),
    ) as Said;
  }

  private set(change: Partial<Kept>): void {
    const before = this.kept.get();
    const after = { ...before, ...change };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    this.kept.set(after);
    if (this.person) background(this.person.vault.write('rounds', after));
  }
}
