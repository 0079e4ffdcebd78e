import { beforeEach, describe, expect, it } from 'vitest';
import type { CommuneView, Member, Task } from '../api-types';
import { emptyBoard, type BoardState } from '../board/state';
import { Source } from '../cell';
import type { Clock } from '../clock';
import type { GuildId, Instant, MemberId, SeriesId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import type { OpenedPerson } from '../people/opened';
import { emptyProfile, evenWeek, type Profile } from '../profile/model';
import { indexed, makeTask, myPlace, noon, until, zone } from '../testing/fixtures';
import { CallStore } from './call-store';

const me = '01'.repeat(16) as MemberId;
const instant = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z') as Instant;

describe('an urgent call', () => {
  let now = noon;
  let kept: unknown = null;
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
  const open = async (): Promise<CallStore> => {
    const vault = {
      read: async () => kept,
      write: async (_: string, value: unknown) => void (kept = structuredClone(value)),
    };
    const person = { member: me, vault } as unknown as OpenedPerson;
    let loaded = false;
    const store = new CallStore({
      clock: { now: () => now } as Clock,
      board,
      mine,
      profile,
      opened: new Source<OpenedPerson | null>(person),
      profileLoaded: async () => void (loaded = true),
      draw: () => 0, // asks this device first
    });
    await until(() => loaded);
    await Promise.resolve();
    return store;
  };

  beforeEach(() => {
    now = noon;
    kept = null;
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
    const store = await open();
    const task = call();
    show(task);
    expect(store.ringing.get()).toBe(task.id);
    show({ ...task, coming: 2, missing: 0 });
    expect(store.ringing.get()).toBeNull();
    show(task);
    expect(store.ringing.get()).toBeNull();
    store.close();
  });

  it('is silent after its owner said "not now", also when the app is opened again', async () => {
    const store = await open();
    show(call());
    store.answer(false);
    expect(store.ringing.get()).toBeNull();
    store.close();
    const again = await open();
    expect(again.ringing.get()).toBeNull();
    again.close();
  });

  it('does not ring for who is busy then, wants no pings, or has quiet hours', async () => {
    const store = await open();
    const task = call();
    mine.set([myPlace(makeTask({ start: task.start, end: task.end }))]);
    show(task);
    expect(store.decide(task)?.reason).toBe('not_able');
    mine.set([]);
    profile.update((before) => ({ ...before, ping: { ...before.ping, perWeek: 0 } }));
    expect(store.decide(task)?.reason).toBe('budget_spent');
    const quiet = { ...emptyProfile.ping, quietFrom: '11:00', quietTo: '14:00' };
    profile.update((before) => ({ ...before, ping: quiet }));
    expect(store.decide(task)?.reason).toBe('quiet_hours');
    expect(store.ringing.get()).toBeNull();
    store.close();
  });

  it('is none where it was planned long ahead or repeats: that is work like other work', async () => {
    const store = await open();
    const early = call({ posted_at: instant(now - 5 * 86_400_000) });
    const repeated = call({ series: 'ab'.repeat(16) as SeriesId });
    show(early, repeated);
    expect([store.decide(early), store.decide(repeated)]).toEqual([null, null]);
    expect(store.ringing.get()).toBeNull();
    store.close();
  });
});
