// The days of a round as people say them: "Mon 30 Nov to Sun 6 Dec".
import { live } from '../../app/live.svelte';
import { t } from '../../app/words.svelte';
import type { Round } from '../../core/api-types';
import { localDate } from '../../core/calendar/zone';
import type { Instant } from '../../core/ids';

export function days({ from, until }: Pick<Round, 'from' | 'until'>): string {
  const last = new Date(Date.parse(until) - 1).toISOString() as Instant;
  const first = localDate(from, live.zone);
  const end = localDate(last, live.zone);
  return t('round.days', { from: live.phrases.dayLong(first), until: live.phrases.dayLong(end) });
}
