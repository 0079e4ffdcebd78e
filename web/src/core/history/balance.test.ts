import { describe, expect, it } from 'vitest';
import type { GuildId, Instant, SectorId } from '../ids';
import { indexed, makeTask, myPlace, noon, taskId, zone } from '../testing/fixtures';
import { balanceOf, workIn } from './balance';
import { entryOf, type HistoryEntry } from './entry';
import { restOf } from './rest';

const sectors = [...indexed().sectors.values()];
let count = 0;

function entry(start: string, part: Partial<HistoryEntry> = {}): HistoryEntry {
  count += 1;
  const sector = 'food' as SectorId;
  const guild = 'kitchen' as GuildId;
  const rest = {
    template: '',
    title: '',
    effort: 'medium',
    status: 'done',
    trainee: false,
    taught: [],
  } as const;
  return {
    task: taskId(count),
    sector,
    guild,
    start: start as Instant,
    minutes: 60,
    ...rest,
    ...part,
  };
}

describe('my balance', () => {
  const entries = [
    entry('2026-11-16T08:00:00Z', { minutes: 90 }),
    entry('2026-11-18T08:00:00Z', { sector: 'arts' as SectorId }),
    entry('2026-11-21T08:00:00Z', { status: 'taken' }),
    entry('2026-11-15T22:30:00Z', { minutes: 600 }), // Sunday night in Berlin: the week before
  ];

  it('adds up what was done in the period, by sector', () => {
    const week = balanceOf(entries, sectors, 'week', noon, zone);
    expect(week.hours).toBe(2.5);
    const food = week.sectors.find(({ id }) => id === 'food');
    expect(food).toMatchObject({ hours: 1.5, share: 0.6 });
    expect(food?.baselineHours).toBeCloseTo(20 / 52.18, 3);
    expect(week.baselineHours).toBeCloseTo(150 / 52.18, 2);
  });

  it('is made of work that can be shown, the latest first', () => {
    const week = balanceOf(entries, sectors, 'week', noon, zone);
    const work = workIn(entries, week);
    expect(work).toEqual([entries[1], entries[0]]);
    expect(work.reduce((sum, { minutes }) => sum + minutes, 0) / 60).toBe(week.hours);
  });

  it('names what was done least first', () => {
    const { leastDone } = balanceOf(entries, sectors, 'week', noon, zone);
    expect(leastDone.slice(-2)).toEqual(['arts', 'food']);
  });

  it('spans a year whole', () => {
    const year = balanceOf(entries, sectors, 'year', noon, zone);
    expect(year.hours).toBe(12.5);
    expect(year.baselineHours).toBeCloseTo(150, 0);
  });
});

describe('my rest', () => {
  it('counts free days, the longest rest and heavy work in a row', () => {
    const entries = [
      entry('2026-11-17T08:00:00Z'),
      entry('2026-11-20T08:00:00Z', { effort: 'heavy' }),
      entry('2026-11-22T08:00:00Z', { effort: 'heavy' }),
    ];
    const rest = restOf(entries, noon, zone);
    expect(rest).toMatchObject({ freeDays: 4, lastFreeDay: '2026-11-21' });
    expect(rest.longestRestHours).toBe(71);
  });

  it('is not shortened by a plan that was never done', () => {
    expect(restOf([entry('2026-11-20T08:00:00Z', { status: 'taken' })], noon, zone).freeDays).toBe(
      7,
    );
  });

  it('is whole where nothing was done', () => {
    expect(restOf([], noon, zone)).toEqual({
      freeDays: 7,
      lastFreeDay: '2026-11-22',
      longestRestHours: 168,
    });
  });
});

describe('a line of history', () => {
  it('remembers the minutes that it took, else the planned ones', () => {
    const task = makeTask();
    expect(entryOf(myPlace(task), undefined)?.minutes).toBe(150);
    expect(entryOf(myPlace(task, { status: 'done', minutes: 95 }), undefined)?.minutes).toBe(95);
  });

  it('remembers what a trainee could learn: what is taught there, and what the work needs', () => {
    const skills = { skills_taught: ['baking'], certificates: ['food-hygiene'] } as never;
    const task = makeTask({
      ...(skills as object),
      skills_helpful: ['cooking', 'baking'] as never,
    });
    expect(entryOf(myPlace(task), undefined)?.taught).toEqual(['baking']);
    expect(entryOf(myPlace(task, { trainee: true }), undefined)?.taught).toEqual([
      'baking',
      'food-hygiene',
      'cooking',
    ]);
  });

  it('is none for cancelled work and open-ended work that is not done', () => {
    expect(entryOf(myPlace(makeTask({ status: 'cancelled' })), undefined)).toBeNull();
    const open = makeTask({
      start: null,
      end: null,
      changed_at: '2026-11-20T10:00:00Z' as Instant,
      short_since: null,
    });
    expect(entryOf(myPlace(open), undefined)).toBeNull();
    expect(entryOf(myPlace(open, { status: 'done' }), undefined)?.start).toBe(
      '2026-11-20T10:00:00Z',
    );
  });
});
