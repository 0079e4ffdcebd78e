import { describe, expect, it } from 'vitest';
import { makeTranslator } from '../i18n/translate';
import { indexed, makeTask, myPlace, noon } from '../testing/fixtures';
import { makeCalendar } from './ics';

const t = makeTranslator({ locale: 'en', messages: [] });
const calendar = (places: Parameters<typeof makeCalendar>[0]['places']) =>
  makeCalendar({
    places,
    venues: indexed().venues,
    commune: 'Testbrook',
    origin: 'https://c.example',
    now: noon,
    t,
  });

describe('the own calendar', () => {
  it('has an event for each timed place, with escaped text', () => {
    const task = makeTask({ title: 'Soup, bread; more', why: 'Hungry\npeople', revision: 3 });
    const text = calendar([myPlace(task), myPlace(makeTask({ start: null, end: null }))]);
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(text).toContain('SUMMARY:Soup\\, bread\\; more\r\n');
    expect(text).toContain('DTSTART:20261124T170000Z\r\n');
    expect(text).toContain('SEQUENCE:2\r\n');
    expect(text).toContain('Hungry\\npeople');
  });

  it('folds long lines without cutting a character', () => {
    const task = makeTask({ title: 'ü'.repeat(100) });
    const lines = calendar([myPlace(task)]).split('\r\n');
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    const whole = calendar([myPlace(task)]).replace(/\r\n /g, '');
    expect(whole).toContain(`SUMMARY:${'ü'.repeat(100)}`);
  });
});
