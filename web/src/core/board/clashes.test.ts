import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task } from '../api-types';
import type { Instant, SkillId, VenueId } from '../ids';
import { indexed, makePlace, makeTask, myPlace, noon } from '../testing/fixtures';
import { whyNot } from './can-take';
import { findClashes } from './clashes';
import { walkMinutes } from './distance';

const { venues } = indexed();
const at = (time: string, day = 24) => `2026-11-${day}T${time}:00Z` as Instant;
const task = (start: Instant, end: Instant, part: Partial<Task> = {}) =>
  makeTask({ start, end, ...part });
const clashes = (one: Task, own: Task, hours = 0, wall = 'UTC') =>
  findClashes(one, [myPlace(own)], venues, { hours, zone: wall }).map(({ kind, minutes }) => [
    kind,
    minutes,
  ]);

describe('clashes with my own places', () => {
  const own = task(at('10:00'), at('12:00'), { title: 'Own' });

  it('are overlaps, with how long', () => {
    expect(clashes(task(at('11:30'), at('13:00')), own)).toEqual([['overlap', 30]]);
    expect(clashes(task(at('10:30'), at('11:00')), own)).toEqual([['overlap', 30]]);
    expect(clashes(task(at('12:00'), at('13:00')), own)).toEqual([]);
  });

  it('are walks that are too long: 1.5 km with detours take 25 minutes', () => {
    expect(walkMinutes(venues.get('house' as VenueId), venues.get('mill' as VenueId))).toBe(25);
    const mill = { venue: 'mill' as VenueId };
    expect(clashes(task(at('12:10'), at('13:00'), mill), own)).toEqual([['travel', 15]]);
    expect(clashes(task(at('12:25'), at('13:00'), mill), own)).toEqual([]);
  });

  it('are nights cut short, where a person wants rest', () => {
    const evening = task(at('18:00'), at('22:00'));
    expect(clashes(task(at('06:00', 25), at('08:00', 25)), evening, 11)).toEqual([
      ['short_rest', 180],
    ]);
    expect(clashes(task(at('06:00', 25), at('08:00', 25)), evening, 8)).toEqual([]);
  });

  it('are nights cut short by the wall of the commune, not of Greenwich', () => {
    // 20:00 to 00:30 in Los Angeles, then at seven; both on one day of UTC.
    const late = task(at('04:00'), at('08:30'));
    expect(clashes(task(at('15:00'), at('16:00')), late, 11, 'America/Los_Angeles')).toEqual([
      ['short_rest', 270],
    ]);
    // 10:00 to 12:00 and 15:00 to 17:00 on one day in Auckland; over midnight in UTC.
    const noonish = task(at('21:00', 23), at('23:00', 23));
    expect(clashes(task(at('02:00'), at('04:00')), noonish, 11, 'Pacific/Auckland')).toEqual([]);
  });

  it('ignore open-ended work, cancelled work and places I look to swap', () => {
    const same = task(at('10:00'), at('12:00'));
    expect(findClashes(makeTask({ start: null, end: null }), [myPlace(own)], venues)).toEqual([]);
    expect(findClashes(same, [myPlace({ ...own, status: 'cancelled' })], venues)).toEqual([]);
    expect(findClashes(same, [myPlace(own, { seeking_swap: true })], venues)).toEqual([]);
  });

  it('are seen from both sides alike', () => {
    const times = fc.tuple(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 10, max: 200 }),
      fc.constantFrom('house', 'mill'),
    );
    const make = ([start, length, venue]: [number, number, string]) =>
      task(
        new Date(noon + start * 60_000).toISOString() as Instant,
        new Date(noon + (start + length) * 60_000).toISOString() as Instant,
        {
          venue: venue as VenueId,
        },
      );
    fc.assert(
      fc.property(times, times, (one, other) => {
        const [a, b] = [make(one), make(other)];
        expect(clashes(a, b)).toEqual(clashes(b, a));
      }),
    );
  });
});

describe('why a place cannot be taken', () => {
  const context = { member: undefined, mine: [], catalogue: indexed(), now: noon };
  const key = (part: Partial<Task>, trainee = false) => {
    const message = whyNot(makeTask(part), context, trainee);
    return message && 'key' in message ? message.key : message;
  };

  it('is said before the commune has to refuse', () => {
    expect(key({})).toBeNull();
    expect(key({ status: 'cancelled' })).toBe('cannot.cancelled');
    expect(key({ start: at('08:00', 21), end: at('09:00', 21) })).toBe('cannot.over');
    expect(key({ people_min: 1, people_max: 1, places: [makePlace()] })).toBe('cannot.full');
    expect(key({ certificates: ['food-hygiene' as SkillId] })).toBe('cannot.certificate');
    expect(key({ certificates: ['food-hygiene' as SkillId], trainees_max: 1 }, true)).toBeNull();
    expect(key({}, true)).toBe('cannot.trainees_full');
  });
});
