// A day as the head of a column: "Mon 23 Nov".
import { dateLocale } from '../../app/words.svelte';
import type { LocalDate } from '../../core/ids';

export function dayHead(date: LocalDate): string {
  const day = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(dateLocale(), day).format(new Date(`${date}T00:00:00Z`));
}
