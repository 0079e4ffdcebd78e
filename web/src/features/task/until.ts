// A moment as people say it: "Fri 20:00", "today 20:00".
import { live } from '../../app/live.svelte';
import { t } from '../../app/words.svelte';
import { localDate } from '../../core/calendar/zone';
import type { Instant } from '../../core/ids';

export function until(at: Instant): string {
  const date = localDate(at, live.zone);
  const day = date === live.today ? t('until.today') : live.phrases.day(date, live.nowMs);
  return t('until.at', { day, time: live.phrases.time(at) });
}
