// What the device knows of its owner when a call comes: rest after late work, and how far away they are.
import { describe, expect, it } from 'vitest';
import type { Member } from '../api-types';
import type { GuildId, Instant, SkillId, VenueId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import { emptyProfile, type Profile } from '../profile/model';
import { indexed, makeTask, myPlace, zone } from '../testing/fixtures';
import { openRanking } from '../testing/ranking';
import { callOf, listenerOf } from './listen';
import { noRings } from './ring-memory';

const module = await openRanking();
const catalogue = indexed();
const at = (time: string): number => Date.parse(time);

function heardBy(now: number, mine: readonly MyPlace[] = [], profile: Profile = emptyProfile) {
  const member = { guilds: [], certificates: [] } as unknown as Member;
  const rest = { module, model: null, isTired: false, members: [], memory: noRings, zone };
  return (part: Parameters<typeof makeTask>[0] = {}) =>
    listenerOf(makeTask(part), { ...rest, catalogue, member, mine, profile, now });
}

const worked = (start: string, end: string): MyPlace =>
  myPlace(makeTask({ start: start as Instant, end: end as Instant }));

describe('a call', () => {
  it('counts those who may come, not everybody who hears of it', () => {
    const one = (guilds: string[], skills: string[]) =>
      ({ guilds, certificates: skills.map((skill) => ({ skill, valid_until: null })) }) as unknown;
    const members = [
      one(['kitchen'], ['driving']),
      one(['kitchen'], []),
      one([], ['driving']),
    ] as Member[];
    const now = at('2026-11-24T12:00:00Z');
    const rest = { module, model: null, isTired: false, memory: noRings, zone, mine: [], now };
    const context = { ...rest, catalogue, member: members[0], members, profile: emptyProfile };
    const flood = {
      urgency: 'urgent' as const,
      guild: 'kitchen' as GuildId,
      posted_at: '2026-11-24T12:00:00Z' as Instant,
      start: '2026-11-24T12:00:00Z' as Instant,
      end: '2026-11-24T13:00:00Z' as Instant,
    };
    expect(callOf(makeTask(flood), context)?.peopleWithin).toEqual([2, 3, 3]);
    const certificates = ['driving' as SkillId];
    const drive = makeTask({ ...flood, certificates });
    expect(callOf(drive, context)?.peopleWithin).toEqual([1, 2, 2]);
  });

  it('counts as answers only those who came since it was heard of', () => {
    const now = at('2026-11-24T12:00:00Z');
    const dinner = {
      importance: 3 as const,
      people_min: 3,
      posted_at: '2026-11-20T12:00:00Z' as Instant,
      short_since: '2026-11-24T11:00:00Z' as Instant,
      start: '2026-11-24T14:00:00Z' as Instant,
      end: '2026-11-24T16:00:00Z' as Instant,
    };
    const rest = { module, model: null, isTired: false, zone, mine: [], now, members: [] };
    const context = { ...rest, catalogue, member: undefined, profile: emptyProfile };
    const task = makeTask({ ...dinner, guests: 2 });
    const heard = (coming: number) => {
      const followed = { [task.id]: { until: now / 1000 + 7200, coming, intended: 3 } };
      const { places, accepted } = callOf(task, { ...context, memory: { ...noRings, followed } })!;
      return { places, accepted };
    };
    const first = callOf(task, { ...context, memory: noRings })!;
    expect([first.places, first.accepted]).toEqual([1, 0]);
    expect(heard(1)).toEqual({ places: 2, accepted: 1 }); // one has come since
    expect(heard(2)).toEqual({ places: 1, accepted: 0 });
    expect(heard(3)).toEqual({ places: 1, accepted: 0 }); // one has handed back since
  });
});

describe('the owner of a device, when a call comes', () => {
  const now = at('2026-11-24T00:30:00Z');
  const restSeconds = emptyProfile.limits.restHours * 3600;

  it('rests after work that ended in the evening, after midnight, or in the early hours', () => {
    for (const end of ['2026-11-23T20:00:00Z', '2026-11-23T23:30:00Z', '2026-11-24T00:15:00Z']) {
      const mine = [worked('2026-11-23T19:00:00Z', end)]; // Berlin is an hour ahead
      expect(heardBy(now, mine)().restsUntil).toBe(at(end) / 1000 + restSeconds);
    }
    const noon = [worked('2026-11-23T10:00:00Z', '2026-11-23T12:00:00Z')];
    expect(heardBy(now, noon)().restsUntil).toBe(0);
  });

  it('is where they work, else where they usually are, else nobody knows', () => {
    const mill = { venue: 'mill' as VenueId };
    const usual = {
      ...emptyProfile,
      ping: { ...emptyProfile.ping, usualVenue: 'house' as VenueId },
    };
    expect(heardBy(now)(mill).minutesAway).toBe(0);
    expect(heardBy(now, [], usual)(mill).minutesAway).toBe(25);
    const here = myPlace(
      makeTask({
        ...mill,
        start: '2026-11-24T00:00:00Z' as Instant,
        end: '2026-11-24T01:00:00Z' as Instant,
      }),
    );
    expect(heardBy(now, [here], usual)(mill).minutesAway).toBe(0);
  });

  it('is never next door to a neighbouring commune', () => {
    expect(heardBy(now)({ venue: '', neighbour: 'Hill' }).minutesAway).toBe(25);
  });
});
