// What an open round asks: "Say what you would like next week", or from which day on.
import { live } from '../../app/live.svelte';
import { t } from '../../app/words.svelte';
import type { Round } from '../../core/api-types';
import { localDate, periodDates } from '../../core/calendar/zone';

export function sayTitle({ from }: Pick<Round, 'from'>): string {
  const first = localDate(from, live.zone);
  if (first === periodDates('week', live.today).to) return t('round.sayTitle');
  return t('round.sayTitleFrom', { day: live.phrases.day(first, live.nowMs) });
}
