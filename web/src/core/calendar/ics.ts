// The own calendar as an iCalendar file (RFC 5545), made on the device so that no server learns who
// asked. Times are in UTC, which every calendar program shows in the reader's own zone.
import type { Venue } from '../api-types';
import { utf8 } from '../bytes';
import type { Instant, VenueId } from '../ids';
import type { Translator } from '../i18n/translate';
import type { MyPlace } from '../mine/my-place';

export interface CalendarInput {
  places: readonly MyPlace[];
  venues: ReadonlyMap<VenueId, Venue>;
  commune: string;
  origin: string; // for links to the tasks
  now: number;
  t: Translator;
}

export function makeCalendar({ places, venues, commune, origin, now, t }: CalendarInput): string {
  const events = places.flatMap(({ task, place }) => {
    if (!task.start || !task.end) return [];
    const venue = task.venue ? venues.get(task.venue) : undefined;
    const details = [task.why, task.details, `${origin}/task/${task.id}`]
      .filter(Boolean)
      .join('\n\n');
    return [
      'BEGIN:VEVENT',
      `UID:${task.id}@commune`,
      `DTSTAMP:${stamp(now)}`,
      `SEQUENCE:${Math.max(0, task.revision - 1)}`,
      `DTSTART:${stamp(task.start)}`,
      `DTEND:${stamp(task.end)}`,
      `SUMMARY:${escape(place.trainee ? t('ics.trainee', { title: task.title }) : task.title)}`,
      `DESCRIPTION:${escape(details)}`,
      ...(venue ? [`LOCATION:${escape(venue.name)}`] : []),
      `STATUS:${task.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
      'END:VEVENT',
    ];
  });
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Commune//Commune//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escape(t('ics.name', { commune }))}`,
    ...events,
    'END:VCALENDAR',
  ];
  return lines.map(fold).join('\r\n') + '\r\n';
}

function stamp(at: Instant | number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

function escape(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/;/g, '\\;')
    .replace(/,/g, '\\,')
    .replace(/\r?\n/g, '\\n');
}

/** Lines of at most 75 bytes; never cut inside a character. */
function fold(line: string): string {
  let folded = '';
  let bytes = 0;
  for (const character of line) {
    const size = utf8(character).length;
    if (bytes + size > 75) {
      folded += '\r\n ';
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}
