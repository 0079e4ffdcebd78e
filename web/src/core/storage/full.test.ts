// A device without room: the app goes on from memory, says so, loses nothing while it is open, and
// keeps everything once there is room again.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore, type Core } from '../app-core';
import type { DemoPerson } from '../api-types';
import { toInstant } from '../clock';
import type { SkillId } from '../ids';
import { withLevel } from '../profile/model';
import { CommuneServer } from '../testing/commune-server';
import { makeTask, until } from '../testing/fixtures';
import { isStorageFault, StorageHealth } from './health';

const times = { silenceMs: 2000, pauseFirstMs: 10, pauseMaxMs: 40 };
const ana = {
  slug: 'ana',
  name: 'Ana',
  about: '',
  guilds: [],
  member: '',
} as unknown as DemoPerson;
const full = () => new DOMException('no room', 'QuotaExceededError');
const { put, add } = IDBObjectStore.prototype;
let server: CommuneServer;
let origin: string;
let cores: Core[] = [];

function fill(): void {
  IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = () => {
    throw full();
  };
}
function makeRoom(): void {
  Object.assign(IDBObjectStore.prototype, { put, add });
}

async function open(database: string): Promise<Core> {
  const core = await openCore({ origin, database, times });
  cores.push(core);
  if (core.stage.get() === 'empty') await core.people.chooseDemo(ana);
  await until(() => core.connection.get().state === 'live', 'going live');
  return core;
}

const soon = (hours: number) => toInstant(Date.now() + hours * 3600_000);
const later = () => makeTask({ start: soon(24), end: soon(26), minutes: 120 });

beforeEach(async () => {
  server = new CommuneServer();
  server.addMember('ana', 'Ana');
  origin = await server.start();
});

afterEach(async () => {
  makeRoom();
  for (const core of cores) core.close();
  cores = [];
  await server.stop();
});

describe('a device without room', () => {
  it('still sends what is done', async () => {
    const task = later();
    server.put(task);
    const core = await open('full-send');
    fill();
    expect((await core.act.takePlace(task)).state).toBe('committed');
    await until(() => core.mine.on(task.id)?.waiting === false, 'the place');
    await until(() => core.storage.state.get() === 'failing', 'noticing');
    expect(core.outbox.items.get()).toEqual([]);
  });

  it('goes on following the commune', async () => {
    const core = await open('full-board');
    fill();
    server.block([later()]);
    await until(() => core.board.state.get().tasks.size === 1, 'the block');
    server.cutStreams();
    server.height += 1;
    server.reset();
    await until(() => core.connection.get().state === 'live', 'being live again');
  });

  it('holds what waits in memory, says so, and keeps it when there is room', async () => {
    const [one, two] = [later(), later()];
    server.put(one);
    server.put(two);
    const core = await open('full-queue');
    server.fault = { onCommand: 'cut' };
    await core.act.takePlace(one); // this one is on disk
    fill();
    expect((await core.act.takePlace(two)).state).toBe('waiting');
    expect(core.outbox.loose.get()).toBe(1);
    await core.outbox.flush();
    expect(core.outbox.items.get()).toHaveLength(2);
    makeRoom();
    await core.storage.retry();
    expect(core.outbox.loose.get()).toBe(0);
    expect(core.storage.state.get()).toBe('fine');
    core.close();
    server.fault = {};
    const again = await open('full-queue');
    await until(() => again.outbox.queued.get().length === 0, 'the queue to empty');
    expect(server.received).toHaveLength(2);
  });

  it('keeps the newest of what was changed meanwhile', async () => {
    const core = await open('full-profile');
    const level = (skill: string, value: 1 | 2) =>
      core.profile.change((profile) => ({
        ...profile,
        skills: withLevel(profile.skills, skill as SkillId, value),
      }));
    fill();
    await level('baking', 1);
    await level('baking', 2);
    expect(core.profile.value.get().skills).toEqual({ baking: 2 });
    makeRoom();
    await core.storage.retry();
    core.close();
    const again = await open('full-profile');
    await until(() => Object.keys(again.profile.value.get().skills).length > 0, 'the profile');
    expect(again.profile.value.get().skills).toEqual({ baking: 2 });
  });

  it('takes nobody in whose keys it cannot keep', async () => {
    const core = await openCore({ origin, database: 'full-person', times });
    cores.push(core);
    fill();
    await expect(core.people.chooseDemo(ana)).rejects.toSatisfy(isStorageFault);
    expect(core.stage.get()).toBe('empty');
  });
});

describe('what could not be written', () => {
  it('is tried again by itself, and faults of another kind are not hidden', async () => {
    const health = new StorageHealth(5);
    let room = false;
    const written: number[] = [];
    const write = (value: number) => async () => {
      if (!room) throw full();
      written.push(value);
    };
    await health.write('a', write(1));
    await health.write('a', write(2));
    await health.write('b', write(3));
    expect(health.state.get()).toBe('failing');
    room = true;
    await until(() => health.state.get() === 'fine', 'the second try');
    expect(written).toEqual([2, 3]);
    await expect(health.write('c', () => Promise.reject(new TypeError('ours')))).rejects.toThrow();
  });
});
