import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Api } from '../api/client';
import { Transport } from '../api/transport';
import { random, toHex } from '../bytes';
import { openDatabase, type Database } from '../storage/database';
import { openDeviceKey } from '../storage/device-key';
import { pinPause } from '../storage/pin';
import { CommuneServer } from '../testing/commune-server';
import { People, sharedLockMs } from './people';
import { makeRecord, openSeed, sealSeed } from './record';
import { wordsFromSeed } from '../keys/phrase';
import { demoSeed } from '../keys/derive';

let server: CommuneServer;
let database: Database;
let people: People;
let count = 0;

const chain = 'ab'.repeat(32) as never;

async function openAgain(): Promise<People> {
  return People.open(database, new Api(new Transport({ origin: await origin })));
}

let origin: Promise<string>;

beforeEach(async () => {
  server = new CommuneServer();
  origin = server.start();
  database = await openDatabase(`people-${++count}`);
  people = await openAgain();
});

afterEach(async () => {
  people.lock();
  database.close();
  await server.stop();
});

async function keepWithPin(pin: string | null, kind: 'own' | 'shared' = 'own') {
  const seed = random(32);
  const record = await makeRecord(await openDeviceKey(database), {
    seed,
    chain,
    name: 'Bo',
    kind,
    pin,
  });
  await database.put('people', record);
  return { record, seed };
}

describe('people on a device', () => {
  it('are remembered, the last one first', async () => {
    server.addMember('bo', 'Bo');
    await people.restore(wordsFromSeed(demoSeed('bo')).join(' '));
    const again = await openAgain();
    expect(again.current.get()).toMatchObject({ name: 'Bo', kind: 'own', locked: false });
    expect(await again.recoveryWords()).toHaveLength(24);
  });

  it('with a PIN are locked until it is given', async () => {
    const { record, seed } = await keepWithPin('2468');
    await people.select(record.member);
    expect(people.current.get()).toMatchObject({ pin: true, locked: true });
    expect(await people.unlock('1111')).toBe(false);
    expect(await people.unlock('2468')).toBe(true);
    expect(toHex(people.opened.get()!.seed)).toBe(toHex(seed));
    people.lock();
    expect(people.current.get()?.locked).toBe(true);
  });

  it('can change and drop their PIN', async () => {
    const { record } = await keepWithPin(null);
    await people.select(record.member);
    await people.setPin('1357');
    expect(people.current.get()).toMatchObject({ pin: true, locked: false });
    await people.select(record.member);
    expect(people.current.get()?.locked).toBe(true);
    await people.unlock('1357');
    await people.setPin(null);
    await people.select(record.member);
    expect(people.current.get()?.locked).toBe(false);
  });

  it('on a shared device are forgotten a minute after the last touch', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { record } = await keepWithPin(null, 'shared');
    await people.select(record.member);
    vi.advanceTimersByTime(sharedLockMs - 1);
    people.touch();
    vi.advanceTimersByTime(sharedLockMs - 1);
    expect(people.current.get()?.locked).toBe(false);
    vi.advanceTimersByTime(1);
    expect(people.current.get()?.locked).toBe(true);
    vi.useRealTimers();
  });

  it('leave nothing behind that was still on its way while they were removed', async () => {
    const { record } = await keepWithPin(null);
    await people.select(record.member);
    const { vault } = people.opened.get()!;
    const removed = people.remove(record.member);
    await vault.write('history', ['of the last moment']);
    await removed;
    await vault.write('profile', { too: 'late' });
    expect(await database.getAll('private')).toEqual([]);
  });

  it('do not overwrite what they kept once they are locked', async () => {
    const { record } = await keepWithPin('2468');
    await people.select(record.member);
    await people.unlock('2468');
    const { vault } = people.opened.get()!;
    await vault.write('profile', { kept: true });
    people.lock();
    await vault.write('profile', { sealed: 'with zeros' });
    await people.unlock('2468');
    expect(await people.opened.get()!.vault.read('profile')).toEqual({ kept: true });
  });

  it('leave nothing behind when they are removed', async () => {
    const { record } = await keepWithPin(null);
    await people.select(record.member);
    await people.opened.get()!.vault.write('profile', { version: 1 });
    await people.remove(record.member);
    expect(people.current.get()).toBeNull();
    expect(await database.count('private')).toBe(0);
    expect(await database.count('people')).toBe(0);
  });
});

describe('a sealed seed', () => {
  it('opens with nothing but this device and the right PIN', async () => {
    const { record, seed } = await keepWithPin('2468');
    const other = await openDeviceKey(await openDatabase('another-device'));
    expect(await openSeed(await openDeviceKey(database), record, '2468')).toEqual(seed);
    expect(await openSeed(await openDeviceKey(database), record, '2469')).toBeNull();
    expect(await openSeed(other, record, '2468')).toBeNull();
  });

  it('waits longer and longer after wrong PINs', async () => {
    const { pin } = await sealSeed(await openDeviceKey(database), random(32), '2468');
    const pause = (wrong: number) => pinPause({ ...pin!, wrong, wrongAt: 0 }, 0);
    expect([4, 5, 6, 7, 20].map(pause)).toEqual([0, 30, 60, 120, 3600]);
  });
});
