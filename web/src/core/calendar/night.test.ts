import { describe, expect, it } from 'vitest';
import type { LocalTime } from '../ids';
import { isShortNight } from './night';
import { fromLocal } from './zone';

// From, until, and the next work, by the wall; whether somebody who wants eleven hours lacks some.
const nights: [string, string, string, boolean, string][] = [
  ['09T18:00', '09T22:00', '10T06:00', true, 'eight hours'],
  ['09T20:00', '10T00:30', '10T07:00', true, 'past midnight, then at seven'],
  ['10T00:00', '10T01:30', '10T07:00', true, 'all of it after midnight'],
  ['09T22:00', '10T04:00', '10T10:00', true, 'until four, then at ten'],
  ['09T18:00', '09T22:00', '10T09:00', false, 'eleven hours'],
  ['09T18:00', '09T20:00', '10T00:00', false, 'the night comes after both'],
  ['10T06:00', '10T09:00', '10T15:00', false, 'by day'],
  ['09T20:00', '10T02:00', '10T04:00', false, 'a break of one shift'],
];

describe('a short night', () => {
  for (const zone of [
    'UTC',
    'Europe/Berlin',
    'America/Los_Angeles',
    'Pacific/Auckland',
    'Asia/Kathmandu',
  ])
    it(`goes by the wall clock of ${zone}`, () => {
      const at = (time: string) => Date.parse(fromLocal(`2026-11-${time}` as LocalTime, zone));
      for (const [from, until, next, isShort, about] of nights) {
        const first = { start: at(from), end: at(until) };
        const second = { start: at(next), end: at(next) + 3600_000 };
        expect(isShortNight(first, second, 11, zone), about).toBe(isShort);
      }
    });

  it('lasts the hours that passed, also where the clock is put forward in it', () => {
    const at = (time: string) => Date.parse(fromLocal(time as LocalTime, 'Europe/Berlin'));
    const first = { start: at('2026-03-28T18:00'), end: at('2026-03-28T22:00') };
    const second = { start: at('2026-03-29T09:00'), end: at('2026-03-29T10:00') };
    expect(isShortNight(first, second, 11, 'Europe/Berlin')).toBe(true); // ten
  });
});
