import { describe, expect, it } from 'vitest';
import type { Instant, LocalDate, SectorId, SkillId } from '../ids';
import { fastest, indexed, makePlace, makeTask, noon, taskId, zone } from '../testing/fixtures';
import { filterTasks, groupByDay, sortByStart, type BoardFilter } from './filter';

const context = { catalogue: indexed(), zone, now: noon };
const dinner = makeTask({ title: 'Cook dinner', skills_helpful: ['cooking' as SkillId] });
const late = makeTask({
  title: 'Night watch',
  start: '2026-11-24T23:30:00Z' as Instant,
  end: '2026-11-25T03:00:00Z' as Instant,
});
const fence = makeTask({
  title: 'Mend the fence',
  sector: 'maintenance' as SectorId,
  start: null,
  end: null,
});
const full = makeTask({
  title: 'Sing',
  people_min: 1,
  people_max: 1,
  places: [makePlace()],
  gathering: true,
});
const past = makeTask({
  title: 'Breakfast',
  start: '2026-11-20T06:00:00Z' as Instant,
  end: '2026-11-20T07:00:00Z' as Instant,
});
const all = [dinner, late, fence, full, past];
const find = (filter: BoardFilter) => filterTasks(all, filter, context).map(({ title }) => title);

describe('the board’s filters', () => {
  it('show everything where nothing is asked', () => expect(find({})).toHaveLength(5));

  it('narrow by sector, skill and gathering', () => {
    expect(find({ sector: 'maintenance' as SectorId })).toEqual(['Mend the fence']);
    expect(find({ skill: 'cooking' as SkillId })).toEqual(['Cook dinner']);
    expect(find({ gatheringsOnly: true })).toEqual(['Sing']);
  });

  it('leave out what is full or over', () => {
    expect(find({ openOnly: true })).toEqual(['Cook dinner', 'Night watch', 'Mend the fence']);
  });

  it('take a day as the commune’s day', () => {
    expect(find({ day: '2026-11-25' as LocalDate })).toEqual(['Night watch']);
  });

  it('find words of title, guild and skills without accents or case', () => {
    expect(find({ text: 'KÌTCHEN dinn' })).toEqual(['Cook dinner']);
    expect(find({ text: 'cooking' })).toEqual(['Cook dinner']);
    expect(find({ text: 'zebra' })).toEqual([]);
  });

  it('sort by start with open-ended work last, and group by day', () => {
    expect(sortByStart(all).at(-1)?.title).toBe('Mend the fence');
    expect(groupByDay(all, zone).map(({ day, tasks }) => [day, tasks.length])).toEqual([
      ['2026-11-20', 1],
      ['2026-11-24', 2],
      ['2026-11-25', 1],
      [null, 1],
    ]);
  });

  it('answer a key press over 5,000 tasks at once', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ ...dinner, id: taskId(index) }));
    const search = () =>
      filterTasks(many, { text: 'cook din', day: '2026-11-24' as LocalDate }, context);
    expect(fastest(search)).toBeLessThan(300);
  });
});
