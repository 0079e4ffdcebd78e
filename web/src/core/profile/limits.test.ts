import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexed, makeTask, noon, zone } from '../testing/fixtures';
import { openRanking } from '../testing/ranking';
import type { RankingModule } from '../recommend/ranking-module';
import { recommend } from '../recommend/recommend';
import { usableLimits, withLimits } from './limits';
import { emptyProfile, type Limits, type Profile } from './model';
import { parseProfile } from './parse';

let ranking: RankingModule;
beforeAll(async () => {
  ranking = await openRanking();
});

const ranked = (profile: Profile) =>
  recommend(ranking, {
    tasks: [makeTask()],
    mine: [],
    profile,
    history: [],
    catalogue: indexed(),
    member: undefined,
    now: noon,
    zone,
  });

describe('limits', () => {
  it('beyond what a week holds become the most that makes sense', () => {
    const { limits } = withLimits({ hoursPerWeek: 2000, walkMinutesMax: -3 })(emptyProfile);
    expect(limits).toMatchObject({ hoursPerWeek: 80, walkMinutesMax: 0, heavyPerWeek: null });
    expect(withLimits({ hoursPerWeek: NaN })(emptyProfile).limits.hoursPerWeek).toBeNull();
    expect(usableLimits(emptyProfile.limits)).toEqual(emptyProfile.limits);
  });

  it('of a file or of another device are brought into their range', () => {
    const limits = { restHours: 30, freeDaysPerWeek: 9, notBefore: '25:00', notAfter: '21:30' };
    expect(parseProfile({ version: 1, limits })?.limits).toMatchObject({
      restHours: 24,
      freeDaysPerWeek: 7,
      notBefore: null,
      notAfter: '21:30',
    });
  });

  it('never end the suggestions, whatever somebody writes there', () => {
    const odd = fc.oneof(fc.double(), fc.integer(), fc.constant(null), fc.string());
    const anyLimits = fc.record({
      hoursPerWeek: odd,
      heavyPerWeek: odd,
      walkMinutesMax: odd,
      restHours: odd,
      freeDaysPerWeek: odd,
      notBefore: odd,
    });
    fc.assert(
      fc.property(anyLimits, (limits) => {
        expect(ranked(parseProfile({ version: 1, limits })!).problem).toBeNull();
        const set = withLimits(limits as unknown as Partial<Limits>)(emptyProfile);
        expect(ranked(set).problem).toBeNull();
      }),
    );
  });

  it('that came past all this are said as a problem, and break no screen', () => {
    const limits = { ...emptyProfile.limits, restHours: 900 };
    const { problem, recommendations } = ranked({ ...emptyProfile, limits });
    expect(problem).toMatchObject({ key: 'recommend.refused' });
    expect(recommendations).toEqual([]);
  });
});
