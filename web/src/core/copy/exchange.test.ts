import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/errors';
import type { Api } from '../api/client';
import { random, toHex, type Bytes } from '../bytes';
import { Clock } from '../clock';
import type { ChainId } from '../ids';
import { copyKey } from '../keys/derive';
import type { OpenedPerson } from '../people/opened';
import { decodeBlob, encodeBlob, sealedBytesMax } from './blob';
import { mergeEntries, type Entries, type Portable } from './entries';
import { exchange, wipe, type Exchanged } from './exchange';
import { fitParcel, openParcel, packParcel, stepBytes } from './parcel';

const chain = 'ab'.repeat(32) as ChainId;
const key = copyKey(random(32));
const sealing = random(32);
const parcelKey = { chain, sealing, owner: key.public };
const person = { chain, copyKey: key, copySealingKey: sealing } as unknown as OpenedPerson;

/** The node's side: keeps the highest version, refuses the rest. Every answer takes a turn. */
class Shelf {
  body: Bytes | null = null;
  version = 0;

  readonly api = {
    copy: async (): Promise<Bytes> => {
      await turn();
      if (!this.body) throw new ApiError('not_found', '', 404);
      return this.body;
    },
    putCopy: async (_: string, body: Bytes) => {
      await turn();
      const blob = decodeBlob(key.public, chain, body);
      if (!blob) throw new ApiError('forged', '', 403);
      if (blob.version <= this.version) throw new ApiError('conflict', '', 409);
      [this.body, this.version] = [body, blob.version];
      return { height: 1, version: blob.version };
    },
  } as unknown as Api;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

class Device implements Portable {
  table: Entries = {};
  known = { version: 0, digest: '' };

  constructor(private readonly shelf: Shelf) {}

  copyEntries = async (): Promise<Entries> => this.table;
  take = async (entries: Entries): Promise<void> => {
    await turn();
    this.table = mergeEntries(this.table, entries);
  };

  put(path: string, at: number, value?: number): void {
    const entry = value === undefined ? { at } : { at, value };
    this.table = mergeEntries(this.table, { [path]: entry });
  }

  get parts() {
    const { api } = this.shelf;
    const still = () => true;
    return { api, clock: new Clock(), parts: [this], person, still, known: this.known };
  }

  async sync(): Promise<Exchanged> {
    const outcome = await exchange(this.parts);
    if (outcome.is === 'same') this.known = outcome;
    return outcome;
  }
}

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      device: fc.nat(2),
      path: fc.constantFrom('a', 'b', 'c', 'd'),
      value: fc.option(fc.nat(5)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ sync: fc.subarray([0, 1, 2], { minLength: 1 }) }) },
);

describe('devices of one person', () => {
  it('that all change things come to the same, whoever was faster', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const shelf = new Shelf();
        const devices = [0, 1, 2].map(() => new Device(shelf));
        const model = new Map<string, number | undefined>(); // the naive one: what was said last
        let now = Date.now();
        const underWay: Promise<unknown>[] = [];
        for (const one of steps) {
          if ('sync' in one) {
            underWay.push(...one.sync.map((index) => devices[index]!.sync()));
            await turn();
          } else {
            const value = one.value ?? undefined;
            devices[one.device]!.put(one.path, (now += 1), value);
            model.set(one.path, value);
          }
        }
        await Promise.all(underWay);
        for (const device of [...devices, ...devices]) await device.sync();
        for (const { table } of devices) {
          const values = Object.entries(table).map(([path, { value }]) => [path, value]);
          expect(new Map(values as [string, number][])).toEqual(model);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('send nothing where nothing is new', async () => {
    const shelf = new Shelf();
    const [one, other] = [new Device(shelf), new Device(shelf)];
    await one.sync();
    expect(shelf.version).toBe(0);
    one.put('a', 1, 1);
    await one.sync();
    await other.sync();
    await one.sync();
    expect(shelf.version).toBe(1);
    expect(other.table).toEqual(one.table);
  });

  it('keep what they have where a forged or foreign blob lies', async () => {
    const shelf = new Shelf();
    const device = new Device(shelf);
    device.put('a', 1, 1);
    shelf.body = encodeBlob(copyKey(random(32)), chain, { version: 9, sealed: random(50) });
    expect((await device.sync()).is).toBe('same'); // written over: it was nobody's
    expect(decodeBlob(key.public, chain, shelf.body)?.version).toBe(1);
    shelf.body = random(200);
    shelf.version = 2 ** 50;
    expect(await device.sync()).toEqual({ is: 'unreadable' });
    expect(device.table).toEqual({ a: { at: 1, value: 1 } });
  });

  it('leave alone what they signed themselves but cannot read', async () => {
    const shelf = new Shelf();
    const device = new Device(shelf);
    device.put('a', 1, 1);
    shelf.body = encodeBlob(key, chain, { version: 4, sealed: random(stepBytes) });
    shelf.version = 4;
    expect(await device.sync()).toEqual({ is: 'unreadable' });
    expect(shelf.version).toBe(4);
    expect(device.table).toEqual({ a: { at: 1, value: 1 } });
  });

  it('learn that another one turned the copy off', async () => {
    const shelf = new Shelf();
    const [one, other] = [new Device(shelf), new Device(shelf)];
    one.put('a', 1, 1);
    await one.sync();
    await other.sync();
    expect(await wipe(one.parts)).toBe(2);
    expect(await other.sync()).toEqual({ is: 'wiped', version: 2 });
    expect(other.table).toEqual(one.table);
    one.known = { version: 2, digest: '' };
    expect(await one.sync()).toMatchObject({ is: 'same', version: 3 }); // turned on again
  });
});

describe('a parcel', () => {
  const big = (count: number): Entries =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => {
        const start = new Date(Date.UTC(2020, 0, 1) + index * 3600_000).toISOString();
        return [`history/${toHex(random(16))}`, { at: index, value: { start, title: 'Dinner' } }];
      }),
    );

  it('opens with its key, for its commune, alone', async () => {
    const entries = { a: { at: 1, value: 'ü' } };
    const parcel = await packParcel(parcelKey, entries);
    expect(await openParcel(parcelKey, parcel)).toEqual(entries);
    const others = [{ sealing: random(32) }, { owner: random(32) }, { chain: 'cd'.repeat(32) }];
    for (const other of others)
      expect(await openParcel({ ...parcelKey, ...(other as object) }, parcel)).toBeNull();
    parcel[100]! ^= 1;
    expect(await openParcel(parcelKey, parcel)).toBeNull();
    expect(await openParcel(parcelKey, parcel.slice(0, 5))).toBeNull();
  });

  it('is whole steps long, whatever is in it', async () => {
    for (const count of [0, 1, 50, 900]) {
      const { length } = await packParcel(parcelKey, big(count));
      expect(length % stepBytes).toBe(0);
      if (count < 100) expect(length).toBe(stepBytes);
    }
  });

  it('leaves the oldest hours at home where all of them are too many', async () => {
    const all = { 'skills/a': { at: 1, value: 2 }, ...big(20_000) };
    const fitting = await fitParcel(all);
    const lines = Object.values(fitting).map(({ at }) => at);
    expect(fitting['skills/a']).toEqual({ at: 1, value: 2 });
    expect(lines.length).toBeGreaterThan(2000);
    expect(lines).toContain(19_999);
    expect(lines).not.toContain(2);
    expect((await packParcel(parcelKey, fitting)).length).toBeLessThanOrEqual(sealedBytesMax);
  });
});
