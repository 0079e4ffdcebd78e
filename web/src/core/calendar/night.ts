// The night between two pieces of work. A day of work begins at three in the morning, so that who works past
// midnight has not begun a new one: the night lies between the last work begun before three and the first
// begun after. src/recommend/night.h says the same.
import { wallClock } from './zone';

export interface WorkSpan {
  readonly start: number; // milliseconds
  readonly end: number;
}

const hourMs = 3600_000;
const dayBeginsMs = 3 * hourMs;
const shiftMs = 3 * hourMs; // a shorter gap is no night

export function workDay(start: number, zone: string): number {
  return Math.floor((wallClock(start, zone) - dayBeginsMs) / (24 * hourMs));
}

/** `second` begins no earlier than `first`. */
export function isShortNight(
  first: WorkSpan,
  second: WorkSpan,
  restHours: number,
  zone: string,
): boolean {
  const gap = second.start - first.end;
  return (
    workDay(first.start, zone) < workDay(second.start, zone) &&
    gap >= shiftMs &&
    gap < restHours * hourMs
  );
}
