import { describe, expect, it } from 'vitest';
import { makeTask } from '../testing/fixtures';
import { recount, visitorsOf } from './counts';

describe('people from a neighbouring commune', () => {
  it('count as coming, and take nobody’s place', () => {
    const visitors = [
      { name: 'Hill', people: 2 },
      { name: 'Mill', people: 1 },
    ];
    expect(recount(makeTask({ people_min: 4, people_max: 5, guests: 1, visitors }))).toMatchObject({
      coming: 4,
      missing: 0,
      free: 4,
    });
  });

  it('are none on a board that was kept from before there were any', () => {
    const { visitors: _, ...old } = makeTask();
    expect(visitorsOf(old as ReturnType<typeof makeTask>)).toEqual([]);
  });
});
