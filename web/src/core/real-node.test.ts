// The data layer against the real program and the example commune.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCore, type Core } from './app-core';
import type { Task } from './api-types';
import { completeDraft } from './envelope/commands';
import { toInstant } from './clock';
import type { GuildId } from './ids';
import { fetchWithCookies, isBuilt, startRealNode, type RealNode } from './testing/real-node';
import { until } from './testing/fixtures';
import { recommend } from './recommend/recommend';
import { openRanking } from './testing/ranking';

const times = { silenceMs: 60_000, pauseFirstMs: 20, pauseMaxMs: 200 };
let node: RealNode;
let core: Core;
const cores: Core[] = [];

async function open(database: string): Promise<Core> {
  const opened = await openCore({ origin: node.origin, database, times });
  cores.push(opened);
  return opened;
}

/** Somebody of a guild, with the past searched and the board live. */
async function openAsSomebody(): Promise<Core> {
  const opened = await open('somebody');
  const { people } = await opened.api.demoPeople();
  await opened.people.chooseDemo(people.find(({ guilds }) => guilds.length > 0)!);
  await until(() => opened.connection.get().state === 'live', 'going live', 15_000);
  await opened.history.searchPast();
  await until(() => opened.mine.busy.get() === null, 'the search', 60_000);
  return opened;
}

function takeable(): Task {
  const mine = new Set(core.mine.places.get().map(({ task }) => task.id));
  const soon = Date.now() + 3600_000;
  return [...core.board.state.get().tasks.values()].find(
    (task) =>
      task.status === 'open' &&
      task.free > 1 &&
      task.certificates.length === 0 &&
      task.start !== null &&
      Date.parse(task.start) > soon &&
      !mine.has(task.id),
  )!;
}

describe.skipIf(!isBuilt)('the data layer and the real node', () => {
  beforeAll(async () => {
    node = await startRealNode('demo');
    core = await openAsSomebody();
  }, 180_000);

  afterAll(async () => {
    for (const opened of cores) opened.close();
    await node?.stop();
    node?.remove();
  });

  it('open the example commune: board, people, history and something to recommend', async () => {
    const { tasks, catalogue, members, commune } = core.board.state.get();
    expect(tasks.size).toBeGreaterThan(100);
    expect(catalogue.sectors.size).toBe(6);
    expect(members.size).toBeGreaterThanOrEqual(80);
    const { recommendations } = recommend(await openRanking(), {
      tasks: tasks.values(),
      mine: core.mine.places.get(),
      profile: core.profile.value.get(),
      history: core.history.entries.get(),
      catalogue,
      member: members.get(core.people.current.get()!.member),
      now: core.clock.now(),
      zone: commune!.zone,
      limit: 5,
    });
    expect(recommendations.length).toBe(5);
  });

  it('take a place, hand it back, and see both in the stream', async () => {
    const task = takeable();
    expect(await core.act.takePlace(task)).toMatchObject({ state: 'committed' });
    await until(() => core.mine.on(task.id)?.waiting === false, 'the block', 5000);
    const place = core.mine.on(task.id)!.place;
    expect(place.name).toBe(core.people.current.get()!.name);
    expect(await core.act.hideName(task)).toMatchObject({ state: 'committed' });
    expect(await core.act.seekSwap(task, true)).toMatchObject({ state: 'committed' });
    expect(await core.act.handBack(task)).toMatchObject({ state: 'committed' });
    await until(() => core.mine.on(task.id) === undefined, 'the place to go', 5000);
  });

  it('ask for work in a guild, change and cancel it, and refuse a stale change in words', async () => {
    const member = core.board.state.get().members.get(core.people.current.get()!.member)!;
    const start = toInstant(Date.now() + 48 * 3600_000);
    const end = toInstant(Date.now() + 50 * 3600_000);
    const draft = {
      guild: member.guilds[0]!,
      title: 'Sort the seeds',
      minutes: 60,
      people_min: 1,
      people_max: 3,
      start,
      end,
    };
    const posted = await core.act.postTask(draft);
    expect(posted).toMatchObject({ state: 'committed' });
    await until(() => core.board.known.get().tasks.has(posted.task), 'the task', 5000);
    const seen = core.board.known.get().tasks.get(posted.task)!;
    expect(seen).toMatchObject(completeDraft(draft, seen.sector));
    expect(
      await core.act.changeTask(seen, { ...draft, people_max: 4 }, 'More seeds.'),
    ).toMatchObject({ state: 'committed' });
    expect(await core.act.changeTask(seen, { ...draft, people_max: 5 }, 'Again.')).toMatchObject({
      state: 'refused',
      code: 'revision_stale',
      message: { key: 'refused.change_task.revision_stale' },
    });
    expect(await core.act.cancelTask(seen, 'Rain.')).toMatchObject({ state: 'committed' });
  });

  it('record work done unasked and keep the own share of it here', async () => {
    const member = core.board.state.get().members.get(core.people.current.get()!.member)!;
    const start = toInstant(Date.now() - 3 * 3600_000);
    const sent = await core.act.recordUnasked({
      guild: member.guilds[0]!,
      title: 'Drain',
      start,
      minutes: 30,
      people: 2,
      guests: 1,
    });
    expect(sent).toMatchObject({ state: 'committed' });
    expect(core.history.entries.get().find(({ task }) => task === sent.task)).toMatchObject({
      minutes: 30,
    });
  });

  it('queue while the node is down and settle when it is back, each command once', async () => {
    const task = takeable();
    await node.stop();
    expect(await core.act.takePlace(task)).toMatchObject({ state: 'waiting' });
    expect(core.mine.on(task.id)?.waiting).toBe(true);
    await node.start();
    core.go();
    await until(() => core.mine.on(task.id)?.waiting === false, 'settling', 15_000);
    expect(core.outbox.items.get()).toEqual([]);
  });

  it('invite somebody, who joins with keys of their own', async () => {
    const invitation = await core.act.invite({ days: 7, uses: 1 });
    expect(invitation).toMatchObject({ state: 'committed' });
    const guest = await open('guest');
    expect(await guest.people.readInvitation(invitation.link)).toMatchObject({ valid: true });
    expect(await guest.act.join(invitation.link, 'Newcomer')).toMatchObject({ state: 'committed' });
    expect(guest.stage.get()).toBe('open');
    const second = await open('second');
    expect(await second.act.join(invitation.link, 'Too late')).toMatchObject({
      state: 'refused',
      code: 'invitation_used_up',
    });
    expect(second.stage.get()).toBe('empty');
  });
});

describe.skipIf(!isBuilt)('the data layer and a real commune', () => {
  let real: RealNode;
  const opened: Core[] = [];

  beforeAll(async () => {
    real = await startRealNode('real');
  }, 60_000);

  afterAll(async () => {
    for (const one of opened) one.close();
    await real?.stop();
    real?.remove();
  });

  async function arrive(database: string): Promise<Core> {
    const fetch = fetchWithCookies();
    const one = await openCore({ origin: real.origin, database, times, fetch });
    opened.push(one);
    return one;
  }

  it('shows nothing before joining, and everything after, by a session of the own key', async () => {
    const founder = await arrive('founder');
    await until(() => founder.connection.get().state === 'refused', 'the refusal', 5000);
    expect(founder.connection.get().error?.code).toBe('no_person');
    expect(await founder.act.join(real.invitation, 'Ana')).toMatchObject({ state: 'committed' });
    await until(() => founder.connection.get().state === 'live', 'going live', 10_000);
    const { members } = founder.board.state.get();
    expect([...members.values()].map(({ name }) => name)).toEqual(['Ana']);
  });

  it('lets the same person in on another device by the words', async () => {
    const founder = opened[0]!;
    const words = await founder.people.recoveryWords();
    const tablet = await arrive('tablet');
    expect(await tablet.people.restore(words.join(' '))).toMatchObject({
      name: 'Ana',
      kind: 'own',
    });
    await until(() => tablet.connection.get().state === 'live', 'going live', 10_000);
    expect(await tablet.act.rename('Ana Maria')).toMatchObject({ state: 'committed' });
    const names = () => [...founder.board.state.get().members.values()].map(({ name }) => name);
    await until(() => names().includes('Ana Maria'), 'the new name on the first device', 5000);
  });

  it('founds a guild, posts work, and another one confirms it', async () => {
    const founder = opened[0]!;
    const sector = [...founder.board.state.get().catalogue.sectors.keys()][0]!;
    const orchard = 'orchard' as GuildId;
    const guild = { guild: orchard, name: 'Orchard', sector, about: 'Apples.' };
    expect(await founder.act.foundGuild(guild)).toMatchObject({ state: 'committed' });
    const draft = { guild: orchard, title: 'Prune', minutes: 60, people_min: 1, people_max: 2 };
    const { task } = await founder.act.postTask(draft);
    await until(() => founder.board.known.get().tasks.has(task), 'the task', 5000);
    const prune = founder.board.known.get().tasks.get(task)!;
    expect(await founder.act.takePlace(prune)).toMatchObject({ state: 'committed' });
    expect(await founder.act.markDone(prune, 45)).toMatchObject({ state: 'committed' });
    const feedback = { enjoyed: true, note: 'Sharp saw.' };
    expect(await founder.act.giveFeedback(prune, feedback)).toMatchObject({ state: 'committed' });
    const refused = await founder.act.confirmDone(prune);
    expect(refused).toMatchObject({ state: 'refused', code: 'own_work' });
    expect((await founder.api.notes(task)).notes).toEqual(['Sharp saw.']);
    const friend = await arrive('friend');
    expect(await friend.act.join(real.invitation, 'Bea')).toMatchObject({ state: 'committed' });
    expect(await friend.act.joinGuild(orchard)).toMatchObject({ state: 'committed' });
    expect(await friend.act.confirmDone(prune)).toMatchObject({ state: 'committed' });
    await until(
      () => founder.mine.on(task)?.place.status === 'confirmed',
      'the confirmation',
      5000,
    );
    await until(() => founder.history.entries.get()[0]?.minutes === 45, 'the own hours', 5000);
  });
});
