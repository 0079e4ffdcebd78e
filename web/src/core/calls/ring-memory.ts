// What this device remembers about ringing. The open app and, where its owner wants to be rung with the app
// closed, the service worker ring for one owner and spend one budget, so both keep it here, one at a time. It
// leaves the device never. It tells of hours and answers, so it lies in the vault; the worker cannot open
// that, and exactly as long as there is a ring card it lies beside the card instead.
import type { MemberId, TaskId } from '../ids';
import { exclusively } from '../outbox/exclusively';
import type { Database } from '../storage/database';
import type { OpenedPerson } from '../people/opened';
import {
  eraseDeviceSealed,
  hasDeviceSealed,
  readDeviceSealed,
  writeDeviceSealed,
} from '../storage/device-sealed';
import type { AnsweredRing, CallRecord, RingSituation } from './policy';

/** A call that goes on, and what it was like when this device heard of it last. */
export interface FollowedCall {
  readonly until: number; // seconds
  readonly coming: number; // when it was first heard of
  readonly intended: number; // rings
}

export interface RingMemory {
  readonly pings: readonly number[]; // seconds; the last weeks'
  readonly rung: readonly TaskId[];
  readonly ringing: TaskId | null; // rings now: until it is answered, filled or over
  readonly asked: RingSituation | null; // what the owner is asked by what rings now; null: no place
  readonly answers: readonly AnsweredRing[]; // the owner's, the latest last
  readonly followed: Readonly<Record<TaskId, FollowedCall>>;
  readonly record: CallRecord; // what calls got in the whole commune, as this device saw them
  readonly draws: Readonly<Record<TaskId, number>>;
}

export const noRings: RingMemory = {
  pings: [],
  rung: [],
  ringing: null,
  asked: null,
  answers: [],
  followed: {},
  record: { accepted: 0, intended: 0 },
  draws: {},
};

/** The service worker tells the open app here that the memory has changed. */
export const callChannel = 'commune/calls';

const pingsKept = 200;
const rungKept = 200;
const drawsKept = 200;
const answersKept = 100;
const followedKept = 50;
const recordMax = 400; // rings; beyond it what is long ago counts half

/** The device rings for this call now. */
export function withRing(
  memory: RingMemory,
  task: TaskId,
  asked: RingSituation | null,
  now: number,
): RingMemory {
  const { [task]: _, ...draws } = memory.draws;
  return {
    ...memory,
    pings: [...memory.pings, now].slice(-pingsKept),
    rung: [...memory.rung, task].slice(-rungKept),
    ringing: task,
    asked,
    draws: draws as RingMemory['draws'],
  };
}

/** The owner has answered what rings now. */
export function withAnswer(memory: RingMemory, came: boolean): RingMemory {
  if (memory.ringing === null) return memory;
  const answer = memory.asked ? [{ ...memory.asked, came }] : [];
  return {
    ...memory,
    ringing: null,
    asked: null,
    answers: [...memory.answers, ...answer].slice(-answersKept),
  };
}

/** The owner knows of it: it does not ring here. */
export function withKnown(memory: RingMemory, task: TaskId): RingMemory {
  return { ...memory, rung: [...memory.rung, task].slice(-rungKept) };
}

/** Nobody rings for it any more, and nobody was asked in vain. */
export function withoutRing(memory: RingMemory): RingMemory {
  return { ...memory, ringing: null, asked: null };
}

export function withFollowed(memory: RingMemory, task: TaskId, call: FollowedCall): RingMemory {
  const before = memory.followed[task];
  if (before?.intended === call.intended && before.until === call.until) return memory;
  const coming = before?.coming ?? call.coming;
  const { [task]: _, ...others } = memory.followed;
  const lasting = Object.entries(others).slice(1 - followedKept);
  return { ...memory, followed: { ...Object.fromEntries(lasting), [task]: { ...call, coming } } };
}

/** A call is filled or over, with so many who come; null: it is gone from sight. */
export function withEnd(memory: RingMemory, task: TaskId, coming: number | null): RingMemory {
  const { [task]: call, ...followed } = memory.followed;
  if (!call) return memory;
  const rest = { ...memory, followed: followed as RingMemory['followed'] };
  if (coming === null) return rest;
  const { accepted, intended } = memory.record;
  const scale = intended + call.intended > recordMax ? 0.5 : 1;
  const record = {
    accepted: Math.round((accepted + Math.max(0, coming - call.coming)) * scale),
    intended: Math.round((intended + call.intended) * scale),
  };
  return { ...rest, record };
}

export function withDraw(memory: RingMemory, task: TaskId, draw: number): RingMemory {
  const lasting = Object.entries(memory.draws).slice(1 - drawsKept);
  return { ...memory, draws: { ...Object.fromEntries(lasting), [task]: draw } };
}

/** Where the memory is kept; `write` may try again later, `change` gives what holds from now on. */
export interface RingKeeper {
  change(edit: (memory: RingMemory) => RingMemory): Promise<RingMemory>;
}

const oneAtATime = <T>(member: MemberId, work: () => Promise<T>): Promise<T> =>
  exclusively(`calls/${member}`, work);

const whole = (kept: unknown): RingMemory => ({
  ...noRings,
  ...(kept as Partial<RingMemory> | null),
});

/** The service worker's: beside the ring card. */
export class DeviceRingKeeper implements RingKeeper {
  constructor(
    private readonly database: Database,
    private readonly member: MemberId,
  ) {}

  change(edit: (memory: RingMemory) => RingMemory): Promise<RingMemory> {
    const { database, member } = this;
    return oneAtATime(member, async () => {
      const before = whole(await readDeviceSealed(database, member, 'ring-memory'));
      const after = edit(before);
      if (after !== before) await writeDeviceSealed(database, member, 'ring-memory', after);
      return after;
    });
  }
}

/** The open app's: in the owner's vault, or beside the ring card while there is one. */
export class OwnRingKeeper implements RingKeeper {
  private unkept: RingMemory | null = null; // a device without room goes on from memory

  constructor(
    private readonly database: Database,
    private readonly person: Pick<OpenedPerson, 'member' | 'vault'>,
    private readonly write: (work: () => Promise<void>) => Promise<void> = (work) => work(),
  ) {}

  change(edit: (memory: RingMemory) => RingMemory): Promise<RingMemory> {
    const { database, person } = this;
    return oneAtATime(person.member, async () => {
      const isShared = await hasDeviceSealed(database, person.member, 'ring-card');
      const isOutside = await hasDeviceSealed(database, person.member, 'ring-memory');
      const before = this.unkept ?? (await this.read(isOutside));
      const after = edit(before);
      if (after === before && isOutside === (isShared && after !== noRings)) return after;
      this.unkept = after;
      await this.write(async () => {
        await this.keep(after, isShared);
        if (this.unkept === after) this.unkept = null;
      });
      return after;
    });
  }

  /** What lies outside is the newer one, wherever a move was broken off. */
  private async read(isOutside: boolean): Promise<RingMemory> {
    const { database, person } = this;
    const kept = isOutside
      ? await readDeviceSealed(database, person.member, 'ring-memory')
      : await person.vault.read('rings');
    return kept ? whole(kept) : noRings;
  }

  private async keep(memory: RingMemory, isShared: boolean): Promise<void> {
    const { database, person } = this;
    if (isShared) return writeDeviceSealed(database, person.member, 'ring-memory', memory);
    await person.vault.writeNow('rings', memory);
    await eraseDeviceSealed(database, person.member, 'ring-memory');
  }
}
