import { describe, expect, it } from 'vitest';
import { placeInTurn } from '../keys/derive';
import type { TemplateId } from '../ids';
import { circle, isTurnOf, myTurns } from './turns';

describe('whose turn it is', () => {
  it("is everybody's once while the window goes round once, whatever its steps", () => {
    const steps = [0, 140_000, 999_999, 1_000_000, 1_400_000, 2_000_000];
    for (const place of [0, 1, 139_999, 140_000, 500_000, 999_999]) {
      const turns = steps
        .slice(1)
        .filter((end, i) => isTurnOf({ begin: steps[i]!, end }, place)).length;
      expect(turns).toBe(2);
    }
    expect(isTurnOf({ begin: 5, end: 5 }, 5)).toBe(false);
  });

  it('is drawn from the seed, evenly, and another way for each kind of job', () => {
    const places = Array.from({ length: 200 }, (_, i) =>
      placeInTurn(new Uint8Array(32).fill(i), 'dishes' as TemplateId, circle),
    );
    expect(places.every((place) => place >= 0 && place < circle)).toBe(true);
    const first = places.filter((place) => place < circle / 2).length;
    expect(first).toBeGreaterThan(70);
    expect(first).toBeLessThan(130);
    const seed = new Uint8Array(32);
    const of = (kind: string) => placeInTurn(seed, kind as TemplateId, circle);
    expect(of('dishes')).toBe(of('dishes'));
    expect(of('dishes')).not.toBe(of('cooking'));
  });

  it('names the kinds', () => {
    const kind = (template: string, begin: number, end: number) =>
      ({ template: template as TemplateId, places_needed: 9, places_open: 3, begin, end }) as const;
    const turns = myTurns([kind('a', 0, 10), kind('b', 10, 20)], () => 12);
    expect(turns.map(({ template }) => template)).toEqual(['b']);
  });
});
