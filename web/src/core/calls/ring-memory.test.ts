// What a device remembers of calls tells when its owner is called and what they answer. It lies under the
// owner's own keys, and outside only while the service worker rings too.
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChainId, Instant, TemplateId } from '../ids';
import { demoSeed } from '../keys/derive';
import { OpenedPerson } from '../people/opened';
import { makeRecord } from '../people/record';
import { emptyProfile, type Profile } from '../profile/model';
import { openDatabase, type Database } from '../storage/database';
import { openDeviceKey } from '../storage/device-key';
import { eraseDeviceSealed } from '../storage/device-sealed';
import { noon } from '../testing/fixtures';
import { profileForCard, writeCard, type RingCard } from './ring-card';
import { DeviceRingKeeper, OwnRingKeeper, noRings, type RingMemory } from './ring-memory';

const chain = 'cc'.repeat(32) as ChainId;
let names = 0;

describe('what a device remembers of calls', () => {
  let database: Database;
  let person: OpenedPerson;
  const pinged = (at: number) => (memory: RingMemory) => ({
    ...memory,
    pings: [...memory.pings, at],
  });
  const same = (memory: RingMemory): RingMemory => memory;
  const rows = async (): Promise<string[]> =>
    (await database.getAllKeys('private'))
      .map((key) => key.slice(person.member.length + 1))
      .filter((name) => name !== 'ring-card')
      .sort();
  const card = { version: 1, chain, profile: emptyProfile } as unknown as RingCard;

  beforeEach(async () => {
    database = await openDatabase(`rings-${(names += 1)}`);
    const device = await openDeviceKey(database);
    const seed = demoSeed('ana');
    const record = await makeRecord(device, { seed, chain, name: 'Ana', kind: 'demo', pin: null });
    person = new OpenedPerson(record, seed, database);
  });

  it('lies in the vault, and leaves nothing where nothing was', async () => {
    const keeper = new OwnRingKeeper(database, person);
    expect(await keeper.change(same)).toEqual(noRings);
    expect(await rows()).toEqual([]);
    await keeper.change(pinged(7));
    expect(await rows()).toEqual(['rings']);
    expect((await new OwnRingKeeper(database, person).change(same)).pings).toEqual([7]);
  });

  it('goes out of the vault when the worker begins to ring, and in again when it ends', async () => {
    const keeper = new OwnRingKeeper(database, person);
    const worker = new DeviceRingKeeper(database, person.member);
    await keeper.change(pinged(7));
    await writeCard(database, person.member, card);
    await keeper.change(same);
    expect((await worker.change(pinged(8))).pings).toEqual([7, 8]);
    expect((await keeper.change(pinged(9))).pings).toEqual([7, 8, 9]);
    await eraseDeviceSealed(database, person.member, 'ring-card');
    await keeper.change(same);
    expect(await rows()).toEqual(['rings']);
    expect((await new OwnRingKeeper(database, person).change(same)).pings).toEqual([7, 8, 9]);
  });

  it('comes into the vault from where an older version kept it', async () => {
    await new DeviceRingKeeper(database, person.member).change(pinged(3));
    expect((await new OwnRingKeeper(database, person).change(same)).pings).toEqual([3]);
    expect(await rows()).toEqual(['rings']);
  });

  it('is not taken away from outside before the vault has it', async () => {
    await new DeviceRingKeeper(database, person.member).change(pinged(3));
    let owed: (() => Promise<void>) | null = null;
    const full = new OwnRingKeeper(database, person, async (work) => void (owed = work));
    expect((await full.change(pinged(4))).pings).toEqual([3, 4]);
    expect(await rows()).toEqual(['ring-memory']);
    expect((await full.change(same)).pings, 'it goes on from memory').toEqual([3, 4]);
    await owed!();
    expect(await rows()).toEqual(['rings']);
  });
});

describe('the ring card', () => {
  it('holds what the policy reads of a profile, and not a word more', () => {
    const given = (kind: Profile['answers'][number]['kind'], until: number | null) => ({
      kind,
      task: null,
      template: `${kind}-${until}` as TemplateId,
      guild: null,
      title: '',
      at: '2026-01-01T00:00:00Z' as Instant,
      until: until === null ? null : (new Date(noon + until).toISOString() as Instant),
    });
    const profile = {
      ...emptyProfile,
      skills: { surgery: 3 },
      interests: { baking: 2 },
      asked: { wishes: '2026-01-01T00:00:00Z' },
      answers: [
        given('willing', 1000),
        given('not_now', 1000),
        given('not_this_kind', 1000),
        given('not_this_kind', -1000),
        given('never', null),
      ],
      diary: 'what a later version may add',
    } as unknown as Profile;
    const card = profileForCard(profile, noon);
    expect(card.answers.map(({ kind }) => kind)).toEqual(['not_this_kind', 'never']);
    expect(card).toEqual({ ...emptyProfile, interests: { baking: 2 }, answers: card.answers });
  });
});
