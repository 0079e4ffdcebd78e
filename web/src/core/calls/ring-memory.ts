// What this device remembers about ringing. The open app and the service worker ring for one owner and
// spend one budget, so both keep it here, one at a time. It leaves the device never.
import type { MemberId, TaskId } from '../ids';
import { exclusively } from '../outbox/exclusively';
import type { Database } from '../storage/database';
import { readDeviceSealed, writeDeviceSealed } from '../storage/device-sealed';

export interface RingMemory {
  readonly pings: readonly number[]; // seconds; the last weeks'
  readonly rung: readonly TaskId[];
  readonly ringing: TaskId | null; // rings now: until it is answered, filled or over
  readonly answered: { readonly rung: number; readonly came: number };
  readonly draws: Readonly<Record<TaskId, number>>;
}

export const noRings: RingMemory = {
  pings: [],
  rung: [],
  ringing: null,
  answered: { rung: 0, came: 0 },
  draws: {},
};

/** The service worker tells the open app here that the memory has changed. */
export const callChannel = 'commune/calls';

const pingsKept = 200;
const rungKept = 200;
const drawsKept = 200;

/** The device rings for this call now. */
export function withRing(memory: RingMemory, task: TaskId, now: number): RingMemory {
  const { [task]: _, ...draws } = memory.draws;
  return {
    ...memory,
    pings: [...memory.pings, now].slice(-pingsKept),
    rung: [...memory.rung, task].slice(-rungKept),
    ringing: task,
    draws: draws as RingMemory['draws'],
  };
}

/** The owner has answered what rings now. */
export function withAnswer(memory: RingMemory, came: boolean): RingMemory {
  if (memory.ringing === null) return memory;
  const { rung, came: before } = memory.answered;
  return {
    ...memory,
    ringing: null,
    answered: { rung: rung + 1, came: before + (came ? 1 : 0) },
  };
}

export function withDraw(memory: RingMemory, task: TaskId, draw: number): RingMemory {
  const lasting = Object.entries(memory.draws).slice(1 - drawsKept);
  return { ...memory, draws: { ...Object.fromEntries(lasting), [task]: draw } };
}

/** Where the memory is kept; `write` may try again later, `change` gives what holds from now on. */
export interface RingKeeper {
  change(edit: (memory: RingMemory) => RingMemory): Promise<RingMemory>;
}

export class DeviceRingKeeper implements RingKeeper {
  constructor(
    private readonly database: Database,
    private readonly member: MemberId,
    private readonly write: (work: () => Promise<void>) => Promise<void> = (work) => work(),
  ) {}

  private unkept: RingMemory | null = null; // a device without room goes on from memory

  change(edit: (memory: RingMemory) => RingMemory): Promise<RingMemory> {
    return exclusively(`calls/${this.member}`, async () => {
      const before = this.unkept ?? (await this.read());
      const after = edit(before);
      if (after === before) return after;
      this.unkept = after;
      await this.write(async () => {
        await writeDeviceSealed(this.database, this.member, 'ring-memory', after);
        if (this.unkept === after) this.unkept = null;
      });
      return after;
    });
  }

  private async read(): Promise<RingMemory> {
    const kept = await readDeviceSealed(this.database, this.member, 'ring-memory');
    return { ...noRings, ...(kept as Partial<RingMemory> | null) };
  }
}
