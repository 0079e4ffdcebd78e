import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommuneView, Member, Task } from '../api-types';
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
  const open = (): CallStore => {
    const person = { member: me } as unknown as OpenedPerson;
    const store = new CallStore({
      clock: { now: () => now } as Clock,
      board,
      mine,
      profile,
      opened: new Source<OpenedPerson | null>(person),
      profileLoaded: async () => undefined,
      loadModule: async () => module,
      keeper: () => ({ change: async (edit) => ((changes += 1), (kept = edit(kept))) }),
      model: () => null,
      isTired: () => false,
      draw: () => 0, // asks this device first
    });
    return store;
  };

  beforeEach(() => {
    now = noon;
    kept = noRings;
    changes = 0;
    mine.set([]);
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

  it('is silent after its owner said "not now", also when the app is opened again', async () => {
    const store = open();
    const task = call();
    show(task);
    await until(() => store.ringing.get() === task.id);
    store.answer(false);
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
    store.answer(true);
    await until(() => kept.answers.at(-1)?.came === true);
    expect(kept.pings.length).toBe(1);
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

  it('is none where it was planned long ahead or repeats: that is work like other work', async () => {
    const store = open();
    const early = call({ posted_at: instant(now - 5 * 86_400_000) });
    const repeated = call({ series: 'ab'.repeat(16) as SeriesId });
    show(early, repeated);
    expect([await store.decide(early), await store.decide(repeated)]).toEqual([null, null]);
    expect(store.ringing.get()).toBeNull();
    store.close();
  });
});
