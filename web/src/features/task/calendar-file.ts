// The own calendar, made on this device: no server learns which calendar a person uses.
import { live } from '../../app/live.svelte';
import { t } from '../../app/words.svelte';
import { makeCalendar } from '../../core/calendar/ics';
import type { MyPlace } from '../../core/mine/my-place';
import { saveFile } from '../../ui/save-file';

export function downloadCalendar(places: readonly MyPlace[], name: string): void {
  const commune = live.commune;
  if (!commune) return;
  const text = makeCalendar({
    places,
    venues: live.catalogue.venues,
    commune: commune.name,
    origin: window.location.origin,
    now: live.nowMs,
    t,
  });
  saveFile(`${name}.ics`, text, 'text/calendar;charset=utf-8');
}
