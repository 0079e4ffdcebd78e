import { describe, expect, it } from 'vitest';
import { freeSlug, parseSkillId } from './ids';

describe('a name that becomes an id', () => {
  it('never takes the place of another', () => {
    const taken = new Map([
      ['bread', 1],
      ['bread-2', 2],
      ['x', 3],
      ['a'.repeat(40), 4],
    ]);
    expect(freeSlug('Brot', taken)).toBe('brot');
    expect(freeSlug('Bread', taken)).toBe('bread-3');
    expect(freeSlug('木工', taken)).toBe('x-2');
    expect(parseSkillId(freeSlug('a'.repeat(60), taken))).toBe(`${'a'.repeat(36)}-2`);
  });
});
