// The sealed copy through the whole data layer: two devices, one commune, 24 words.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore, type Core } from '../app-core';
import { toInstant } from '../clock';
import type { GuildId, SkillId } from '../ids';
import { copyKey, demoSeed } from '../keys/derive';
import { wordsFromSeed } from '../keys/phrase';
import { withLevel } from '../profile/model';
import { CommuneServer } from '../testing/commune-server';
import { until } from '../testing/fixtures';
import { decodeBlob } from './blob';

const times = { silenceMs: 2000, pauseFirstMs: 10, pauseMaxMs: 40 };
const copyTimes = { quietMs: 20, askAgainMs: 50 };
const words = wordsFromSeed(demoSeed('ana')).join(' ');
const key = copyKey(demoSeed('ana'));
const baking = 'baking' as SkillId;
const cooking = 'cooking' as SkillId;
let server: CommuneServer;
let origin: string;
let cores: Core[] = [];
let devices = 0;

async function openDevice(database = `copy-${++devices}`): Promise<Core> {
  const core = await openCore({ origin, database, times, copyTimes });
  cores.push(core);
  if (core.stage.get() === 'empty') await core.people.restore(words);
  await until(() => core.connection.get().state === 'live', 'going live');
  return core;
}

const can = (core: Core, skill: SkillId, level: 0 | 1 | 2 | 3) =>
  core.profile.change((profile) => ({
    ...profile,
    skills: withLevel(profile.skills, skill, level),
  }));
const skills = (core: Core) => core.profile.value.get().skills;
const kept = () => server.copies.get(key.hex);
const upTo = (version: number) => until(() => kept()?.version === version, `version ${version}`);

beforeEach(async () => {
  server = new CommuneServer();
  server.addMember('ana', 'Ana');
  server.demo = false; // a real commune: a session is wanted
  origin = await server.start();
});

afterEach(async () => {
  for (const core of cores) core.close();
  cores = [];
  await server.stop();
});

describe('with the 24 words alone another device finds', () => {
  it('the profile, and the hours of work that was done unasked', async () => {
    const phone = await openDevice();
    await can(phone, baking, 3);
    const guild = 'kitchen' as GuildId;
    const start = toInstant(Date.now() - 7200_000);
    server.fault = { onCommand: 503 }; // it waits in the queue, and counts here already
    await phone.act.recordUnasked({
      guild,
      title: 'Drain',
      start,
      minutes: 30,
      people: 1,
      guests: 0,
    });
    await until(() => kept() !== undefined, 'the copy');
    await phone.copy.sync();
    const tablet = await openDevice();
    await until(() => tablet.history.entries.get().length === 1, 'the hours');
    expect(tablet.history.entries.get()[0]).toMatchObject({ title: 'Drain', minutes: 30 });
    expect(skills(tablet)).toEqual({ baking: 3 });
  });

  it('nothing that the node could read', async () => {
    const phone = await openDevice();
    await can(phone, baking, 3);
    await upTo(1);
    const body = new TextDecoder('latin1').decode(kept()!.body);
    expect(body).not.toMatch(/baking|skills|Ana/);
    expect(decodeBlob(key.public, server.chain, kept()!.body)?.sealed.length).toBe(16_384);
  });
});

describe('two devices', () => {
  it('that both changed something have both changes', async () => {
    const [phone, tablet] = [await openDevice(), await openDevice()];
    server.fault = { onCopy: 500 };
    await can(phone, baking, 3);
    await can(tablet, cooking, 1);
    server.fault = {};
    await Promise.all([phone.copy.sync(), tablet.copy.sync()]);
    await phone.copy.sync();
    await tablet.copy.sync();
    expect(skills(phone)).toEqual({ baking: 3, cooking: 1 });
    expect(skills(tablet)).toEqual({ baking: 3, cooking: 1 });
  });

  it('agree that something was taken away', async () => {
    const phone = await openDevice();
    await can(phone, baking, 3);
    await can(phone, cooking, 2);
    await upTo(1);
    const tablet = await openDevice();
    await phone.copy.sync();
    await tablet.copy.sync();
    await until(() => Object.keys(skills(tablet)).length === 2, 'the profile');
    await can(tablet, baking, 0);
    await tablet.copy.sync();
    await phone.copy.sync();
    expect(skills(phone)).toEqual({ cooking: 2 });
  });

  it('send nothing back and forth once they agree', async () => {
    const phone = await openDevice();
    await can(phone, baking, 3);
    await upTo(1);
    const tablet = await openDevice();
    await until(() => tablet.copy.state.get().is === 'kept', 'the copy');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(kept()!.version).toBe(1);
  });
});

describe('the switch', () => {
  it('off wipes the copy, for the other devices too, and leaves every device its own', async () => {
    const phone = await openDevice();
    await can(phone, baking, 3);
    await upTo(1);
    const tablet = await openDevice();
    await until(() => Object.keys(skills(tablet)).length === 1, 'the profile');
    await phone.copy.setOn(false);
    expect(decodeBlob(key.public, server.chain, kept()!.body)?.sealed.length).toBe(0);
    await tablet.copy.sync();
    expect(tablet.copy.on.get()).toBe(false);
    expect(skills(tablet)).toEqual({ baking: 3 });
    await can(phone, cooking, 1);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(kept()!.version).toBe(2);
    await phone.copy.setOn(true);
    expect(phone.copy.state.get().is).toBe('kept');
    expect(kept()!.version).toBe(3);
  });

  it('off without network wipes as soon as there is one', async () => {
    const phone = await openDevice('switch');
    await can(phone, baking, 3);
    await upTo(1);
    server.fault = { onCopy: 502 };
    await phone.copy.setOn(false);
    expect(kept()!.version).toBe(1);
    server.fault = {};
    await until(() => phone.copy.state.get().is === 'off', 'being off');
    expect(kept()!.version).toBe(2);
    phone.close();
    const again = await openDevice('switch');
    expect(again.copy.on.get()).toBe(false);
  });
});

describe('what goes wrong', () => {
  it('is tried again by itself, and nothing is lost', async () => {
    server.fault = { onCopy: 500 };
    const phone = await openDevice();
    await can(phone, baking, 3);
    expect(phone.copy.state.get().is).toBe('waiting');
    server.fault = {};
    await upTo(1);
  });

  it('is said where the node keeps no copies or has no room', async () => {
    server.fault = { onCopy: 404 };
    const phone = await openDevice();
    await can(phone, baking, 3);
    await until(() => phone.copy.state.get().is === 'problem', 'the problem');
    expect(phone.copy.state.get()).toEqual({ is: 'problem', problem: 'missing' });
    server.fault = { onCopy: 503 };
    await phone.copy.sync();
    expect(phone.copy.state.get()).toEqual({ is: 'problem', problem: 'full' });
    expect(skills(phone)).toEqual({ baking: 3 });
  });

  it('a copy that does not open is ignored', async () => {
    const phone = await openDevice();
    await can(phone, baking, 3);
    await upTo(1);
    server.copies.set(key.hex, { version: 2 ** 40, body: new Uint8Array(40) });
    await phone.copy.sync();
    expect(phone.copy.state.get()).toEqual({ is: 'problem', problem: 'unreadable' });
    expect(skills(phone)).toEqual({ baking: 3 });
  });

  it('a person who is locked meanwhile sends nothing', async () => {
    const phone = await openDevice();
    await can(phone, baking, 3);
    const syncing = phone.copy.sync();
    phone.people.lock();
    await syncing;
    expect(kept()).toBeUndefined();
  });
});
