import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeTranslator } from '../i18n/translate';
import type { LocalDate, LocalTime } from '../ids';
import { weekdays } from '../profile/model';
import { describeRule, previewRule } from './recurrence';
import { makeRule, readRule, type RuleChoice } from './rule';

const t = makeTranslator({ locale: 'en', messages: [] });
const first = '2026-11-23T18:00' as LocalTime; // a Monday
const words = (rule: string) => describeRule(rule, first, t);

const end = fc.oneof(
  fc.constant(null),
  fc.record({ count: fc.integer({ min: 1, max: 99 }) }),
  fc.constant({ until: '2026-12-24' as LocalDate }),
);
const interval = fc.integer({ min: 1, max: 30 });
const day = fc.constantFrom(...weekdays);
const choices: fc.Arbitrary<RuleChoice> = fc.oneof(
  fc.record({ every: fc.constant('day' as const), interval, end }),
  fc.record({ every: fc.constant('week' as const), interval, on: fc.subarray([...weekdays]), end }),
  fc.record({
    every: fc.constant('month_date' as const),
    interval,
    date: fc.constantFrom(1, 15, 31, -1),
    end,
  }),
  fc.record({
    every: fc.constant('month_weekday' as const),
    interval,
    nth: fc.constantFrom(1, 2, 3, 4, -1),
    on: day,
    end,
  }),
);

describe('rules', () => {
  it('come back as they were chosen', () => {
    fc.assert(
      fc.property(choices, (choice) => {
        expect(readRule(makeRule(choice))).toEqual(choice);
      }),
    );
  });

  it('are said in words', () => {
    expect(words('FREQ=WEEKLY;BYDAY=MO,TH')).toBe('every Monday and Thursday at 18:00');
    expect(words('FREQ=WEEKLY;INTERVAL=2')).toBe('every other week on Monday at 18:00');
    expect(words('FREQ=DAILY;COUNT=5')).toBe('every day at 18:00, 5 times');
    expect(words('FREQ=MONTHLY;BYMONTHDAY=22')).toBe('every month on the 22nd at 18:00');
    expect(words('FREQ=MONTHLY;BYMONTHDAY=-1')).toBe('every month on the last day at 18:00');
    expect(words('FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261224')).toBe(
      'every month on the last Friday at 18:00, until 24 December 2026',
    );
  });

  it('that are unusual have no words', () => {
    expect(words('FREQ=YEARLY;BYMONTH=3')).toBeNull();
    expect(words('nonsense')).toBeNull();
  });

  it('show their first dates', async () => {
    expect(await previewRule('FREQ=WEEKLY;BYDAY=MO,TH', first, 3)).toEqual([
      '2026-11-23T18:00',
      '2026-11-26T18:00',
      '2026-11-30T18:00',
    ]);
    expect(await previewRule('FREQ=DAILY;UNTIL=20261124', first, 9)).toHaveLength(2);
    expect(await previewRule('FREQ=SOMETIMES', first, 3)).toEqual([]);
  });
});
