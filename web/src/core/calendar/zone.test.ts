import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant, LocalDate, LocalTime } from '../ids';
import {
  addDays,
  daysBetween,
  fromLocal,
  localDate,
  nextAt,
  periodDates,
  periodRange,
  toLocal,
  weekdayOf,
} from './zone';

const berlin = 'Europe/Berlin';
const local = (text: string) => text as LocalTime;
const date = (text: string) => text as LocalDate;

describe('the commune’s wall clock', () => {
  it('reads winter and summer', () => {
    expect(toLocal('2026-01-15T17:00:00Z' as Instant, berlin)).toBe('2026-01-15T18:00');
    expect(toLocal('2026-07-15T17:00:00Z' as Instant, berlin)).toBe('2026-07-15T19:00');
  });

  it('keeps a dinner at six when the clocks change', () => {
    expect(fromLocal(local('2026-03-28T18:00'), berlin)).toBe('2026-03-28T17:00:00Z');
    expect(fromLocal(local('2026-03-29T18:00'), berlin)).toBe('2026-03-29T16:00:00Z');
  });

  it('moves a time in the gap forward, and takes the first of two', () => {
    expect(fromLocal(local('2026-03-29T02:30'), berlin)).toBe('2026-03-29T01:30:00Z');
    expect(toLocal('2026-03-29T01:30:00Z' as Instant, berlin)).toBe('2026-03-29T03:30');
    expect(fromLocal(local('2026-10-25T02:30'), berlin)).toBe('2026-10-25T00:30:00Z');
  });

  it('comes back to the same wall time outside of gaps, everywhere', () => {
    const zones = fc.constantFrom(
      berlin,
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Pacific/Apia',
      'UTC',
    );
    const quarters = fc.integer({ min: 0, max: 4 * 24 * 365 * 6 });
    fc.assert(
      fc.property(zones, quarters, (zone, quarter) => {
        const at = new Date(Date.UTC(2024, 0, 1) + quarter * 15 * 60_000)
          .toISOString()
          .replace('.000', '') as Instant;
        const wall = toLocal(at, zone);
        expect(toLocal(fromLocal(wall, zone), zone)).toBe(wall);
      }),
    );
  });

  it('knows periods, with weeks from Monday', () => {
    expect(periodDates('week', date('2026-11-22'))).toEqual({
      from: '2026-11-16',
      to: '2026-11-23',
    });
    expect(periodDates('month', date('2026-12-31'))).toEqual({
      from: '2026-12-01',
      to: '2027-01-01',
    });
    expect(periodDates('year', date('2026-12-31'))).toEqual({
      from: '2026-01-01',
      to: '2027-01-01',
    });
    expect(periodRange('month', date('2026-10-05'), berlin)).toEqual({
      from: '2026-09-30T22:00:00Z',
      to: '2026-10-31T23:00:00Z',
    });
  });

  it('finds the next evening, today or tomorrow, also where the clocks change', () => {
    const six = (when: string) => nextAt('18:00', Date.parse(when), berlin);
    expect(six('2026-11-22T16:59:00Z')).toBe('2026-11-22T18:00');
    expect(six('2026-11-22T17:00:00Z')).toBe('2026-11-22T18:00');
    expect(six('2026-11-22T17:00:01Z')).toBe('2026-11-23T18:00');
    expect(six('2026-11-22T23:30:00Z')).toBe('2026-11-23T18:00');
    expect(six('2026-10-24T16:30:00Z')).toBe('2026-10-25T18:00');
  });

  it('counts days', () => {
    expect(weekdayOf(date('2026-11-23'))).toBe(0);
    expect(addDays(date('2026-02-28'), 1)).toBe('2026-03-01');
    expect(daysBetween(date('2026-03-28'), date('2026-03-30'))).toBe(2);
    expect(localDate('2026-11-22T23:30:00Z' as Instant, berlin)).toBe('2026-11-23');
  });
});
