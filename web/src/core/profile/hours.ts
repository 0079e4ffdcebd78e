// How gladly the owner of a profile would work at a given time: the least glad part of it counts.
import { addDays, toLocal, weekdayOf } from '../calendar/zone';
import type { Instant, LocalDate } from '../ids';
import { dayParts, weekdays, type Profile, type Willingness } from './model';

const stepMs = 30 * 60_000;

export function willingnessAt(
  profile: Profile,
  start: Instant,
  end: Instant,
  zone: string,
): Willingness {
  const { notBefore, notAfter } = profile.limits;
  const first = toLocal(start, zone);
  const last = toLocal(end, zone);
  if (notBefore !== null && first.slice(11) < notBefore) return 0;
  const nextDay = last.slice(0, 10) > first.slice(0, 10);
  if (notAfter !== null && (nextDay || last.slice(11) > notAfter)) return 0;
  let least: Willingness = 2;
  for (let at = Date.parse(start); at < Date.parse(end); at += stepMs) {
    const here = partWillingness(profile, toLocal(at, zone));
    if (here < least) least = here;
  }
  return least;
}

/** The hours after midnight belong to the night of the day before. */
function partWillingness({ week }: Profile, local: string): Willingness {
  const hour = Number(local.slice(11, 13));
  const today = local.slice(0, 10) as LocalDate;
  const date = hour < 6 ? addDays(today, -1) : today;
  const counted = hour < 6 ? hour + 24 : hour;
  const part = dayParts.find(({ from, to }) => counted >= from && counted < to);
  const day = weekdays[weekdayOf(date)];
  return part && day ? week[day][part.id] : 1;
}
