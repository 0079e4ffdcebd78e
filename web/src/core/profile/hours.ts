// How gladly the owner of a profile would work at a given time: the least glad part of it counts.
import { toLocal, wallClock } from '../calendar/zone';
import type { Instant } from '../ids';
import { dayParts, weekdays, type DayPart, type Profile, type Willingness } from './model';

const hourMs = 3600_000;
const dayMs = 24 * hourMs;
const stepMs = hourMs / 2;

/** By hour of the day, from six to six: the hours after midnight belong to the night before. */
const partOfHour: readonly DayPart[] = Array.from({ length: 24 }, (_, hour) => {
  const counted = hour < 6 ? hour + 24 : hour;
  return dayParts.find(({ from, to }) => counted >= from && counted < to)?.id ?? 'night';
});

export function willingnessAt(
  profile: Profile,
  start: Instant,
  end: Instant,
  zone: string,
): Willingness {
  const { notBefore, notAfter } = profile.limits;
  if (notBefore !== null && toLocal(start, zone).slice(11) < notBefore) return 0;
  if (notAfter !== null && isAfter(start, end, notAfter, zone)) return 0;
  const last = wallClock(end, zone);
  let least: Willingness = 2;
  for (let at = wallClock(start, zone); at < last; at += stepMs) {
    const here = partWillingness(profile, at);
    if (here < least) least = here;
  }
  return least;
}

function isAfter(start: Instant, end: Instant, notAfter: string, zone: string): boolean {
  const last = toLocal(end, zone);
  return last.slice(0, 10) > toLocal(start, zone).slice(0, 10) || last.slice(11) > notAfter;
}

/** `wall` in milliseconds of the wall clock; 1970 began on a Thursday. */
function partWillingness({ week }: Profile, wall: number): Willingness {
  const hour = Math.floor(wall / hourMs) % 24;
  const day = Math.floor(wall / dayMs) - (hour < 6 ? 1 : 0);
  const weekday = weekdays[(day + 3) % 7];
  const part = partOfHour[hour];
  return weekday && part ? week[weekday][part] : 1;
}
