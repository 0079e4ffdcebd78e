// Seven days from a day on: dates of the commune's calendar, no clock.
import type { LocalDate } from '../../core/ids';

const day_ms = 86_400_000;

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day_ms)
    .toISOString()
    .slice(0, 10) as LocalDate;
}

export function weekFrom(date: LocalDate): LocalDate[] {
  return Array.from({ length: 7 }, (_, index) => addDays(date, index));
}

/** The Monday of the week that a day lies in. */
export function mondayOf(date: LocalDate): LocalDate {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, -((weekday + 6) % 7));
}
