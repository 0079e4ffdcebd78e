// The data layer against a commune over real HTTP: open, act, lose the network, come back.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore, type Core } from './app-core';
import type { DemoPerson, Task } from './api-types';
import { CommuneServer } from './testing/commune-server';
import { makePlace, makeTask, until } from './testing/fixtures';
import { demoSeed, participantKey } from './keys/derive';
import { invitationLink, makeInvitationKey } from './keys/invitation';
import { wordsFromSeed } from './keys/phrase';
import { toInstant } from './clock';
import type { ChainId, GuildId, Instant } from './ids';

const times = { silenceMs: 2000, pauseFirstMs: 10, pauseMaxMs: 40 };
let server: CommuneServer;
let origin: string;
let cores: Core[] = [];
let databases = 0;

const ana = {
  slug: 'ana',
  name: 'Ana',
  about: '',
  guilds: [],
  member: '',
} as unknown as DemoPerson;
const soon = (hours: number): Instant => toInstant(Date.now() + hours * 3600_000);

function later(part: Partial<Task> = {}): Task {
  return makeTask({ start: soon(24), end: soon(26), minutes: 120, ...part });
}

async function open(database = `test-${++databases}`): Promise<Core> {
  const core = await openCore({ origin, database, times });
  cores.push(core);
  return core;
}

async function openAsAna(database?: string): Promise<Core> {
  const core = await open(database);
  await core.people.chooseDemo(ana);
  await until(() => core.connection.get().state === 'live', 'going live');
  return core;
}

beforeEach(async () => {
  server = new CommuneServer();
  server.addMember('ana', 'Ana');
  origin = await server.start();
});

afterEach(async () => {
  for (const core of cores) core.close();
  cores = [];
  await server.stop();
});

describe('the data layer', () => {
  it('loads the board and follows the stream', async () => {
    server.put(later({ title: 'Bake bread' }));
    const core = await openAsAna();
    expect([...core.board.state.get().tasks.values()].map(({ title }) => title)).toEqual([
      'Bake bread',
    ]);
    server.block([later({ title: 'Mend the pump' })]);
    await until(() => core.board.state.get().tasks.size === 2, 'the new task');
  });

  it('takes a place at once, and the commune agrees', async () => {
    const task = later();
    server.put(task);
    const core = await openAsAna();
    const sending = core.act.takePlace(task);
    await until(() => core.mine.on(task.id)?.waiting === true, 'the overlay');
    expect((await sending).state).toBe('committed');
    await until(() => core.mine.on(task.id)?.waiting === false, 'the block');
    expect(server.tasks.get(task.id)?.coming).toBe(1);
    expect(core.outbox.items.get()).toEqual([]);
  });

  it('queues without network and sends in order on return, each once', async () => {
    const [one, two] = [later(), later()];
    server.put(one);
    server.put(two);
    const core = await openAsAna();
    server.fault = { onCommand: 'cut' };
    expect((await core.act.takePlace(one)).state).toBe('waiting');
    expect((await core.act.takePlace(two)).state).toBe('waiting');
    expect((await core.act.handBack(one)).state).toBe('waiting');
    expect(core.mine.places.get().map(({ task }) => task.id)).toEqual([two.id]);
    server.fault = {};
    await core.outbox.flush();
    expect(server.received.length).toBe(3);
    expect(server.tasks.get(one.id)?.coming).toBe(0);
    expect(server.tasks.get(two.id)?.coming).toBe(1);
  });

  it('keeps the queue over a restart and an answer that got lost', async () => {
    const task = later();
    server.put(task);
    const core = await openAsAna('restart');
    server.fault = { onCommand: 'drop' };
    expect((await core.act.takePlace(task)).state).toBe('waiting');
    core.close();
    server.fault = {};
    const again = await open('restart');
    await until(() => again.outbox.queued.get().length === 0, 'the queue to empty');
    expect(server.received.length).toBe(1);
    await until(() => again.mine.on(task.id)?.waiting === false, 'the place');
  });

  it('tells a conflict in plain words and keeps it until it was read', async () => {
    const task = later({ people_min: 1, people_max: 1 });
    server.put(task);
    const core = await openAsAna();
    server.fault = { onCommand: 503 };
    await core.act.takePlace(task);
    server.fault = {};
    server.block([{ ...task, places: [makePlace()] }]);
    await core.outbox.flush();
    const [item] = core.outbox.items.get();
    expect(item?.refusal).toEqual({
      key: 'refused.take_place.task_full',
      values: { title: 'Cook dinner' },
    });
    expect(core.mine.on(task.id)).toBeUndefined();
    await core.outbox.dismiss(item!.id);
    expect(core.outbox.items.get()).toEqual([]);
  });

  it('opens without network with what it knew', async () => {
    const task = later();
    server.put(task);
    const core = await openAsAna('offline');
    await core.act.takePlace(task);
    await until(() => core.mine.on(task.id)?.waiting === false, 'the place');
    core.close();
    await server.stop();
    const again = await open('offline');
    expect(again.stage.get()).toBe('open');
    expect(again.board.state.get().ready).toBe(true);
    await until(() => again.mine.on(task.id) !== undefined, 'my place from the disk');
    await until(() => again.connection.get().state === 'offline', 'noticing');
    server = new CommuneServer();
    await server.start();
  });

  it('resumes the stream after a break and loads anew after a reset', async () => {
    const core = await openAsAna();
    server.cutStreams();
    await until(
      () => server.requests.filter((request) => request.includes('/stream')).length >= 2,
      'coming back',
    );
    await until(() => core.connection.get().state === 'live', 'being live again');
    server.put(later());
    server.height += 1;
    server.reset();
    await until(() => core.board.state.get().tasks.size === 1, 'the reload');
  });

  it('learns of changed members after all, where the app closed before their answer came', async () => {
    const core = await openAsAna('members');
    const known = (app: Core) =>
      [...app.board.state.get().members.values()].map(({ name }) => name);
    expect(known(core)).toEqual(['Ana']);
    server.fault = { onMembers: 'cut' };
    server.addMember('ben', 'Ben');
    server.block([], false, true);
    await until(() => core.board.state.get().height === server.height, 'the block');
    const asked = () => server.requests.filter((one) => one === 'GET /members').length;
    await until(() => asked() > 1, 'the question');
    core.close();
    server.fault = {};
    const again = await open('members');
    await until(() => known(again).length === 2, 'the members');
  });

  it('finds places that only my keys know, in the past too', async () => {
    const past = makeTask({ start: soon(-24 * 40), end: soon(-24 * 40 + 2) });
    const key = participantKey(demoSeed('ana'), past.id).hex;
    server.put({
      ...past,
      places: [makePlace({ participant: key, status: 'confirmed', minutes: 90 })],
    });
    const core = await openAsAna();
    await until(() => core.history.entries.get().length === 1, 'the history');
    expect(core.history.entries.get()[0]).toMatchObject({
      minutes: 90,
      sector: 'food',
      status: 'confirmed',
    });
  });

  it('tells when a guild changed or cancelled a task of mine', async () => {
    const task = later();
    server.put(task);
    const core = await openAsAna();
    await core.act.takePlace(task);
    await until(() => core.mine.on(task.id)?.waiting === false, 'the place');
    const taken = server.tasks.get(task.id)!;
    server.block([{ ...taken, revision: 2, reason: 'An hour later.' }]);
    await until(() => core.changes.changes.get().length === 1, 'the change');
    expect(core.changes.changes.get()[0]).toMatchObject({
      kind: 'changed',
      reason: 'An hour later.',
    });
    core.changes.seen(task.id);
    expect(core.changes.changes.get()).toEqual([]);
    server.block([{ ...taken, revision: 3, status: 'cancelled', reason: 'Storm.' }]);
    await until(() => core.changes.changes.get()[0]?.kind === 'cancelled', 'the cancellation');
  });

  it('signs in where the commune wants a session', async () => {
    (await openAsAna('real')).close();
    server.demo = false;
    const core = await open('real');
    await until(() => core.connection.get().state === 'live', 'going live');
    expect(server.sessions).toBe(1);
  });

  it('with nobody here asks a real commune for its name and then waits for somebody', async () => {
    server.demo = false;
    const core = await open();
    await until(() => core.connection.get().state === 'refused', 'the wait');
    expect(core.connection.get()).toMatchObject({ retryAt: null, error: { code: 'no_person' } });
    expect(server.requests).toEqual(['GET /commune']);
    await core.people.restore(wordsFromSeed(demoSeed('ana')).join(' '));
    await until(() => core.connection.get().state === 'live', 'going live');
    expect(core.board.state.get().ready).toBe(true);
  });

  it('somebody who joins asks for nothing before the commune has taken them in', async () => {
    server.demo = false;
    const link = invitationLink(origin, makeInvitationKey());
    const core = await open();
    await until(() => core.connection.get().state === 'refused', 'the wait');
    server.fault = { onCommand: 503 };
    expect(await core.act.join(link, 'Bea')).toMatchObject({ state: 'waiting' });
    core.go();
    await core.copy.sync();
    server.fault = {};
    await core.outbox.flush();
    await until(() => core.connection.get().state === 'live', 'going live');
    await until(() => core.copy.state.get().is === 'kept', 'the sealed copy');
    expect(server.unauthorised).toEqual([]);
  });

  it('with a locked person and no session asks once and then waits for the PIN', async () => {
    await (await openAsAna('locked')).people.setPin('2468');
    cores.pop()!.close();
    server.demo = false;
    const core = await open('locked');
    await until(() => core.connection.get().error?.status === 401, 'the refusal');
    await until(() => core.connection.get().state === 'refused', 'the wait');
    expect(core.connection.get().retryAt).toBeNull();
    expect(await core.people.unlock('2468')).toBe(true);
    await until(() => core.connection.get().state === 'live', 'going live');
  });

  it('goes over to a demo that was founded anew', async () => {
    const core = await openAsAna('refounded');
    server.put(later());
    core.close();
    server.chain = 'cd'.repeat(32) as ChainId;
    server.tasks.clear();
    const task = later({ title: 'In the new one' });
    server.put(task);
    const again = await open('refounded');
    await until(() => again.board.state.get().tasks.has(task.id), 'the new board');
    expect(again.people.opened.get()?.chain).toBe(server.chain);
    expect((await again.act.takePlace(task)).state).toBe('committed');
  });

  it('forgets own hours of recorded work that the commune refused', async () => {
    const core = await openAsAna();
    const guild = 'kitchen' as GuildId;
    const record = { guild, title: 'Drain', start: soon(-2), minutes: 30, people: 1, guests: 0 };
    expect(await core.act.recordUnasked(record)).toMatchObject({ state: 'refused' });
    expect(core.history.entries.get()).toEqual([]);
    server.fault = { onCommand: 503 };
    expect(await core.act.recordUnasked(record)).toMatchObject({ state: 'waiting' });
    expect(core.history.entries.get()).toHaveLength(1);
    server.fault = {};
    await core.outbox.flush();
    expect(core.history.entries.get()).toEqual([]);
  });
});
