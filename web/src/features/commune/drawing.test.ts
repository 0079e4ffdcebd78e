import { expect, test } from 'vitest';
import type { Venue } from '../../core/api-types';
import type { VenueId } from '../../core/ids';
import { layOut } from './drawing';

const venue = (id: string, x_m: number, y_m: number): Venue => ({
  id: id as VenueId,
  name: id,
  x_m,
  y_m,
});
const venues = [
  venue('common-house', 0, 0),
  venue('kitchen', 4, 3),
  venue('hall', 5, 3),
  venue('mill', 2000, -900),
  venue('school', -110, 90),
];

test('every place lies on the sheet', () => {
  for (const { x, y } of layOut(venues, 350, 440)) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(350);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(440);
  }
});

test('places that lie on each other are drawn apart', () => {
  const spots = layOut(venues, 350, 440);
  for (const [index, one] of spots.entries()) {
    for (const other of spots.slice(index + 1)) {
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(30);
    }
  }
});

test('directions are kept: the school lies west and north of the mill', () => {
  const spots = new Map(layOut(venues, 350, 440).map((spot) => [spot.venue.name, spot]));
  expect(spots.get('school')?.x ?? 0).toBeLessThan(spots.get('mill')?.x ?? 0);
  expect(spots.get('school')?.y ?? 0).toBeLessThan(spots.get('mill')?.y ?? 0);
});

test('a commune with one place draws it without a fault', () => {
  const [only] = layOut([venue('home', 0, 0)], 350, 440);
  expect(only?.name).not.toBeNull();
});

test('a name keeps away from the number at its house', () => {
  const [lone] = [venue('barn', 0, 0)];
  const above = (marked: ReadonlySet<string>) =>
    layOut([lone!, venue('well', 0, -300)], 120, 90, marked).map(({ name, y }) =>
      name ? name.y < y - 10 : null,
    );
  expect(above(new Set(['barn', 'well']))).not.toContain(true);
});
