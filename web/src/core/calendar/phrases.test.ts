import { describe, expect, it } from 'vitest';
import de from '../i18n/messages/de.json';
import { makeTranslator } from '../i18n/translate';
import type { Instant } from '../ids';
import { noon, zone } from '../testing/fixtures';
import { makePhrases } from './phrases';

const english = makePhrases({
  locale: 'en',
  zone,
  deviceZone: zone,
  t: makeTranslator({ locale: 'en', messages: [] }),
});
const german = makePhrases({
  locale: 'de',
  zone,
  deviceZone: zone,
  t: makeTranslator({ locale: 'de', messages: [de] }),
});
const timed = (start: string, end: string) => ({
  start: start as Instant,
  end: end as Instant,
  due: null,
});
const tuesday = timed('2026-11-24T13:00:00Z', '2026-11-24T15:30:00Z');

describe('dates as people say them', () => {
  it('says weekday, hours and how far away', () => {
    expect(english.when(tuesday, noon)).toBe('Tue 14:00 to 16:30, in two days');
    expect(german.when(tuesday, noon)).toBe('Di 14:00 bis 16:30, übermorgen');
  });

  it('adds the date where the weekday alone is not clear', () => {
    const later = timed('2026-12-08T13:00:00Z', '2026-12-08T15:30:00Z');
    expect(english.when(later, noon)).toBe('Tue 8 Dec 14:00 to 16:30, in 16 days');
    expect(english.whenExact(tuesday)).toBe('Tuesday 24 November 2026, 14:00 to 16:30');
    expect(german.when(later, noon)).toBe('Di., 8. Dez. 14:00 bis 16:30, in 16 Tagen');
    expect(german.whenExact(tuesday)).toBe('Dienstag, 24. November 2026, 14:00 bis 16:30');
  });

  it('says what is going on now and what was', () => {
    expect(english.when(timed('2026-11-22T10:00:00Z', '2026-11-22T12:00:00Z'), noon)).toBe(
      'now, until 13:00',
    );
    expect(english.when(timed('2026-11-21T10:00:00Z', '2026-11-21T12:00:00Z'), noon)).toBe(
      'Sat 11:00 to 13:00, yesterday',
    );
  });

  it('names the day of the end after midnight', () => {
    const night = timed('2026-11-24T21:00:00Z', '2026-11-25T05:00:00Z');
    expect(english.when(night, noon)).toBe('Tue 22:00 to Wed 06:00, in two days');
  });

  it('leaves open-ended work open', () => {
    expect(english.when({ start: null, end: null, due: null }, noon)).toBe('any time');
    const due = '2026-11-27T12:00:00Z' as Instant;
    expect(english.when({ start: null, end: null, due }, noon)).toBe('any time until Fri');
  });

  it('says durations and distances in time', () => {
    expect([45, 60, 150].map((minutes) => english.duration(minutes))).toEqual([
      '45 min',
      '1 h',
      '2 h 30 min',
    ]);
    expect(german.duration(150)).toBe('2 Std. 30 Min.');
    expect(english.ago('2026-11-22T10:55:00Z' as Instant, noon)).toBe('5 minutes ago');
    expect(english.day('2026-11-23' as never, noon)).toBe('tomorrow');
  });

  it('names the commune’s zone only where the device is elsewhere', () => {
    const t = makeTranslator({ locale: 'en', messages: [] });
    const here = (deviceZone: string) =>
      makePhrases({ locale: 'en', zone, deviceZone, t }).zoneNote;
    expect(here('Europe/Berlin')).toBeNull();
    expect(here('Europe/Paris')).toBeNull();
    expect(here('America/New_York')).toBe('Central European Time');
  });
});
