import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alert, CommuneView, Member, Task } from '../api-types';
import { emptyBoard, type BoardState } from '../board/state';
import { Source } from '../cell';
import type { Clock } from '../clock';
import type { GuildId, Instant, MemberId, SeriesId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import type { OpenedPerson } from '../people/opened';
import { emptyProfile, evenWeek, type Profile } from '../profile/model';
import { indexed, makeTask, myPlace, noon, until, zone } from '../testing/fixtures';
import { openRanking } from '../testing/ranking';
import { CallStore } from './call-store';
import { noRings, type RingMemory } from './ring-memory';

const me = '01'.repeat(16) as MemberId;
const instant = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z') as Instant;

const module = await openRanking();

describe('an urgent call', () => {
  let now = noon;
  let kept: RingMemory = noRings;
  let changes = 0; // of what is kept, or looks at it
  const board = new Source<BoardState>(emptyBoard);
  const alerts = new Source<readonly Alert[]>([]);
  const mine = new Source<readonly MyPlace[]>([]);
  const profile = new Source<Profile>(emptyProfile);

  const call = (part: Partial<Task> = {}): Task =>
    makeTask({
      urgency: 'urgent',
      posted_at: instant(now),
      start: instant(now),
      end: instant(now + 3600_000),
      people_min: 2,
      ...part,
    });
  const show = (...tasks: Task[]) =>
    board.update((before) => ({ ...before, tasks: new Map(tasks.map((task) => [task.id, task])) }));
  const warmFreezer = () =>
    ({
      ...{ id: 'af'.repeat(16), guild: 'kitchen', template: '', venue: '' },
      ...{ text: 'The freezer is warm', reports: 1, status: 'open', reason: '' },
      ...{ raised_at: instant(now), last_at: instant(now), end: instant(now + 86_400_000) },
      asked_until: instant(now + 3600_000),
    }) as unknown as Alert;
  const open = (draw = 0): CallStore => {
    const person = { member: me } as unknown as OpenedPerson;
    const store = new CallStore({
      clock: { now: () => now } as Clock,
      board,
      alerts,
      mine,
      profile,
      opened: new Source<OpenedPerson | null>(person),
      profileLoaded: async () => undefined,
      loadModule: async () => module,
      keeper: () => ({ change: async (edit) => ((changes += 1), (kept = edit(kept))) }),
      model: () => null,
      isTired: () => false,
      draw: () => draw, // 0 asks this device first
    });
    return store;
  };

  beforeEach(() => {
    now = noon;
    kept = noRings;
    changes = 0;
    mine.set([]);
    alerts.set([]);
    profile.set({ ...emptyProfile, week: evenWeek(2) });
    const member = { id: me, name: 'Ana', joined_at: instant(0), guilds: ['kitchen' as GuildId] };
    board.set({
      ...emptyBoard,
      ready: true,
      commune: { zone } as CommuneView,
      catalogue: indexed(),
      members: new Map([[me, { ...member, certificates: [] } as Member]]),
    });
  });

  it('rings once on the device that its draw asks, and stops when enough come', async () => {
    const store = open();
    const task = call();
    show(task);
    await until(() => store.ringing.get() === task.id);
    show({ ...task, coming: 2, missing: 0 });
    await until(() => store.ringing.get() === null);
    show(task);
    expect((await store.decide(task))?.reason).toBe('already_rung');
    expect(kept.pings.length).toBe(1);
    store.close();
  });

  it('says why it is silent only once it has heard the call, by the number that it drew', async () => {
    const others = Array.from({ length: 90 }, (_, id) => [`${id}`, { id, guilds: [] }]);
    board.update((before) => {
      const { catalogue, members } = before;
      const guilds = new Map(
        [...catalogue.guilds].map(([id, guild]) => [id, { ...guild, members: 90 }]),
      );
      const all = new Map([...members, ...(others as never)]);
      return { ...before, catalogue: { ...catalogue, guilds }, members: all };
    });
    const store = open(2 ** 20 - 1);
    const task = call();
    show(task);
    expect((await store.decide(task))?.reason).toBe('not_chosen');
    expect(store.ringing.get()).toBeNull();
    store.close();
  });

  it('is silent after its owner said "not now", also when the app is opened again', async () => {
    const store = open();
    const task = call();
    show(task);
    await until(() => store.ringing.get() === task.id);
    store.notNow();
    await until(() => kept.answers.length === 1);
    store.close();
    const again = open();
    await vi.waitFor(async () => expect((await again.decide(task))?.reason).toBe('already_rung'));
    expect(again.ringing.get()).toBeNull();
    expect(kept.pings.length).toBe(1);
    again.close();
  });

  it('goes on in the open app where it began while the app was closed', async () => {
    const task = call();
    const usual = { all: 0, such: 0, whenTired: 0 };
    const asked = { hour: 13, weekday: 2, kind: 'pots', leadMinutes: 0, usual };
    const pings = [Math.floor(now / 1000)];
    kept = { ...noRings, rung: [task.id], pings, ringing: task.id, asked };
    const store = open(); // which shows what it knew before
    await until(() => store.ringing.get() === task.id);
    show(task);
    expect((await store.decide(task))?.reason).toBe('already_rung');
    expect(store.ringing.get()).toBe(task.id);
    store.notNow();
    await until(() => kept.answers.at(-1)?.came === false);
    expect(kept.pings.length).toBe(1);
    store.close();
  });

  it('has a yes where its place is taken, wherever in the app that was', async () => {
    const store = open();
    const task = call();
    show(task);
    await until(() => store.ringing.get() === task.id);
    mine.set([myPlace(task)]);
    await until(() => store.ringing.get() === null);
    expect(kept.answers).toMatchObject([{ came: true }]);
    store.close();
  });

  it('stops when its time has passed, though nothing is heard', async () => {
    const store = open();
    const task = call({ end: instant(now + 1000) });
    show(task);
    await until(() => store.ringing.get() === task.id);
    now += 1000;
    await until(() => store.ringing.get() === null);
    expect(kept.answers).toEqual([]);
    store.close();
  });

  it('takes the place of a lesser one, or of one that nobody has answered for ten minutes', async () => {
    const often = { ...emptyProfile.ping, urgentOnly: false, perDay: 9999, perWeek: 9999 };
    profile.update((before) => ({ ...before, ping: often }));
    const store = open();
    const later = (ms: number) => instant(now + ms);
    const soon = { start: later(6 * 3600_000), end: later(7 * 3600_000) };
    const lesser = call({ ...soon, urgency: 'soon' });
    const minutesLater = (minutes: number): Task => {
      now += minutes * 60_000;
      return call();
    };
    show(lesser);
    await until(() => store.ringing.get() === lesser.id);
    const first = minutesLater(6);
    show(lesser, first);
    await until(() => store.ringing.get() === first.id);
    const second = minutesLater(6);
    show(lesser, first, second);
    expect((await store.decide(second))?.rings).toBe(true);
    expect(store.ringing.get()).toBe(first.id);
    const third = minutesLater(6);
    show(lesser, first, second, third);
    await until(() => store.ringing.get() === second.id || store.ringing.get() === third.id);
    expect(kept.rung.slice(0, 2)).toEqual([lesser.id, first.id]);
    expect(kept.answers).toEqual([]);
    store.close();
  });

  it('asks people of the guild about a report, and then for a hand without ringing twice', async () => {
    const store = open();
    const report = warmFreezer();
    const id = report.id as string as Task['id'];
    alerts.set([{ ...report, id: 'ae'.repeat(16) as Alert['id'], guild: 'repairs' as GuildId }]);
    await vi.waitFor(() => expect(store.ringing.get()).toBeNull());
    alerts.set([report]);
    await until(() => store.ringing.get() === id);
    expect(kept.followed).toEqual({}); // no call yet: nothing to learn from
    const task = call({ id });
    show(task);
    alerts.set([{ ...report, status: 'confirmed' }]);
    await vi.waitFor(async () => expect((await store.decide(task))?.reason).toBe('already_rung'));
    expect(store.ringing.get()).toBe(id);
    expect(kept.pings.length).toBe(1);
    store.close();
  });

  it('that its owner reported, or that was answered with no, does not ring', async () => {
    const store = open();
    const report = warmFreezer();
    const own = { ...report, id: 'ab'.repeat(16) as Alert['id'], text: 'It smells' };
    await vi.waitFor(() => {
      store.knows(own.id);
      expect(kept.rung).toContain(own.id);
    });
    alerts.set([own, report]);
    await until(() => store.ringing.get() === (report.id as string));
    alerts.set([own, { ...report, status: 'dismissed' }]);
    await until(() => store.ringing.get() === null);
    store.close();
  });

  it('of two that come at once is the more urgent', async () => {
    profile.update((before) => ({ ...before, ping: { ...before.ping, urgentOnly: false } }));
    const store = open();
    const lesser = call({ urgency: 'soon' });
    const urgent = call();
    show(lesser, urgent);
    await until(() => store.ringing.get() === urgent.id);
    expect(kept.rung).toEqual([urgent.id]);
    store.close();
  });

  it('leaves its memory alone while nobody calls, and looks again where the worker spoke', async () => {
    const store = open();
    await until(() => changes === 1);
    for (let change = 0; change < 5; change += 1) {
      show(makeTask({ title: `${change}` }));
      await new Promise((resolve) => setTimeout(resolve));
    }
    expect(changes).toBe(1);
    store.recall();
    await until(() => changes === 2);
    show(call());
    await until(() => store.ringing.get() !== null);
    store.close();
  });

  it('counts what calls get in the whole commune, whoever rang', async () => {
    const members = [...'abcdefgh'].map((id) => [`0${id}`.repeat(16), { id, guilds: [] }]);
    board.update((before) => ({ ...before, members: new Map(members as never) }));
    profile.update((before) => ({ ...before, ping: { ...before.ping, perWeek: 0 } }));
    const store = open();
    const filled = { ...call(), coming: 1, missing: 1 };
    const cancelled = call({ id: 'ca'.repeat(16) as Task['id'] });
    const short = call({ id: 'ab'.repeat(16) as Task['id'] });
    show(filled, cancelled, short);
    await until(() => Object.keys(kept.followed).length === 3);
    const { intended } = kept.followed[filled.id]!;
    expect(intended).toBeGreaterThan(0);
    show({ ...filled, coming: 2, missing: 0 }, { ...cancelled, status: 'cancelled' }, short);
    await until(() => Object.keys(kept.followed).length === 1);
    expect(kept.record).toEqual({ accepted: 1, intended });
    const { intended: inVain } = kept.followed[short.id]!;
    now += 2 * 3600_000;
    show({ ...filled, coming: 2, missing: 0 }, short);
    await until(() => Object.keys(kept.followed).length === 0);
    expect(kept.record).toEqual({ accepted: 1, intended: intended + inVain });
    expect(kept.pings).toEqual([]);
    store.close();
  });

  it('does not ring for who is busy then, wants no pings, or has quiet hours', async () => {
    const store = open();
    const task = call();
    mine.set([myPlace(makeTask({ start: task.start, end: task.end }))]);
    show(task);
    expect((await store.decide(task))?.reason).toBe('not_able');
    mine.set([]);
    profile.update((before) => ({ ...before, ping: { ...before.ping, perWeek: 0 } }));
    expect((await store.decide(task))?.reason).toBe('budget_spent');
    const quiet = { ...emptyProfile.ping, quietFrom: '11:00', quietTo: '14:00' };
    profile.update((before) => ({ ...before, ping: quiet }));
    expect((await store.decide(task))?.reason).toBe('quiet_hours');
    expect(store.ringing.get()).toBeNull();
    store.close();
  });

  it('is a dinner of every week from the minute in which its cook hands back', async () => {
    const dinner = (part: Partial<Task>) =>
      call({
        urgency: 'calm',
        series: 'ab'.repeat(16) as SeriesId,
        posted_at: instant(now - 20 * 86_400_000),
        start: instant(now + 2 * 3600_000),
        end: instant(now + 5 * 3600_000),
        ...part,
      });
    const store = open();
    show(dinner({ coming: 2 }));
    expect(await store.decide(dinner({ coming: 2 }))).toBeNull();
    const short = dinner({ coming: 1, missing: 1, short_since: instant(now) });
    show(short);
    await until(() => store.ringing.get() === short.id);
    store.close();
  });

  it('is planned work of tomorrow only for whoever wants to hear of it so early', async () => {
    const begin = now + 20 * 3600_000;
    const short = call({
      urgency: 'calm',
      posted_at: instant(now - 20 * 86_400_000),
      short_since: instant(now - 2 * 86_400_000),
      start: instant(begin),
      end: instant(begin + 3600_000),
      missing: 2,
    });
    const store = open();
    const waits = await store.decide(short);
    expect(waits).toMatchObject({ rings: false, wakeAt: (begin - 6 * 3600_000) / 1000 });
    const ping = { ...emptyProfile.ping, urgentOnly: false };
    profile.update((before) => ({ ...before, ping }));
    expect(await store.decide(short)).toMatchObject({ rings: true });
    store.close();
  });

  it('is none where it was planned and has its people: that is work like other work', async () => {
    const store = open();
    const early = call({ posted_at: instant(now - 5 * 86_400_000) });
    const repeated = call({ series: 'ab'.repeat(16) as SeriesId });
    show(early, repeated);
    expect([await store.decide(early), await store.decide(repeated)]).toEqual([null, null]);
    expect(store.ringing.get()).toBeNull();
    store.close();
  });
});
