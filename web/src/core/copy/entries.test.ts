import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayParts, emptyProfile, weekdays, type Profile } from '../profile/model';
import { flatten, unflatten } from '../profile/flat';
import { markChanges, mergeEntries, parseEntries, withoutLongGone, type Entries } from './entries';

const entry = fc.record(
  { at: fc.nat(4), value: fc.oneof(fc.nat(3), fc.constantFrom('a', 'b'), fc.constant(null)) },
  { requiredKeys: ['at'] },
);
const table: fc.Arbitrary<Entries> = fc.dictionary(fc.constantFrom('p', 'q', 'r'), entry);

describe('two tables of private things', () => {
  it('are put together in any order, and twice, with one result', () => {
    fc.assert(
      fc.property(table, table, table, (one, two, three) => {
        const all = mergeEntries(one, two, three);
        expect(mergeEntries(mergeEntries(three, one), two)).toEqual(all);
        expect(mergeEntries(all, all, two)).toEqual(all);
        expect(JSON.stringify(mergeEntries(two, three, one))).toBe(JSON.stringify(all));
      }),
    );
  });

  it('keep the newest of each entry, also that it was taken away', () => {
    const merged = mergeEntries(
      { a: { at: 1, value: 1 } },
      { a: { at: 2 }, b: { at: 0, value: 2 } },
    );
    expect(merged).toEqual({ a: { at: 2 }, b: { at: 0, value: 2 } });
  });

  it('mark a change later than the one before, even with a clock that went back', () => {
    expect(markChanges({ a: 50 }, { a: 1 }, { a: 2, b: 1 }, 10)).toEqual({ a: 51, b: 10 });
    expect(markChanges({ a: 50 }, { a: 1 }, { a: 1 }, 60)).toEqual({ a: 50 });
  });

  it('forget in the end that something was taken away, and never what is there', () => {
    const now = 1000 * 24 * 3600_000;
    expect(withoutLongGone({ a: { at: 1 }, b: { at: 1, value: 0 }, c: { at: now } }, now)).toEqual({
      b: { at: 1, value: 0 },
      c: { at: now },
    });
  });

  it('are read from outside only where they are tables', () => {
    expect(parseEntries({ a: { at: 1, value: 2 } })).toEqual({ a: { at: 1, value: 2 } });
    for (const wrong of [null, [], 'a', { a: 1 }, { a: { at: -1 } }, { a: { at: 'x' } }])
      expect(parseEntries(wrong)).toBeNull();
  });
});

const level = fc.constantFrom(1 as const, 2 as const, 3 as const);
const levels = fc.dictionary(fc.stringMatching(/^[a-z-]{1,12}$/), level);
const profile = fc.record({
  skills: levels,
  interests: levels,
  sectors: levels,
  aspirations: levels,
  hours: fc.option(fc.nat(60)),
  notBefore: fc.option(fc.constantFrom('08:00', '10:30')),
  perWeek: fc.nat(9),
  grid: fc.array(fc.constantFrom(0 as const, 1 as const, 2 as const), {
    minLength: 42,
    maxLength: 42,
  }),
});

describe('a profile', () => {
  it('is the same again after it was laid flat', () => {
    fc.assert(
      fc.property(profile, ({ hours, notBefore, perWeek, grid, ...rest }) => {
        const week = Object.fromEntries(
          weekdays.map((day, row) => [
            day,
            Object.fromEntries(dayParts.map(({ id }, column) => [id, grid[row * 6 + column]])),
          ]),
        );
        const whole = {
          ...emptyProfile,
          ...rest,
          week,
          limits: { ...emptyProfile.limits, hoursPerWeek: hours, notBefore },
          ping: { ...emptyProfile.ping, perWeek },
        } as unknown as Profile;
        expect(unflatten(flatten(whole))).toEqual(whole);
      }),
    );
  });

  it('that nobody has touched has nothing to copy', () => {
    expect(flatten(emptyProfile)).toEqual({});
  });
});
