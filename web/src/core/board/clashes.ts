// What stands in the way of a task among my own places: the same time, too little time to walk
// over, or a night cut short. A hint before taking; nothing is forbidden.
import type { Task, Venue } from '../api-types';
import type { VenueId } from '../ids';
import { isShortNight, type WorkSpan } from '../calendar/night';
import { say, type Message } from '../i18n/message';
import type { MyPlace } from '../mine/my-place';
import { walkMinutes } from './distance';

export interface Clash {
  kind: 'overlap' | 'travel' | 'short_rest';
  with: Task;
  minutes: number; // of overlap, of walking that is missing, of rest that is missing
  message: Message;
}

/** The rest that somebody wants between two days, and by which wall. */
export interface WantedRest {
  readonly hours: number;
  readonly zone: string;
}

const minuteMs = 60_000;

/** Worst first: overlaps, then walks, then rest where it is asked about. */
export function findClashes(
  task: Task,
  mine: readonly MyPlace[],
  venues: ReadonlyMap<VenueId, Venue>,
  rest?: WantedRest,
): Clash[] {
  if (!task.start || !task.end) return [];
  const order = { overlap: 0, travel: 1, short_rest: 2 };
  return mine
    .filter(
      (own) => own.task.id !== task.id && own.task.status === 'open' && !own.place.seeking_swap,
    )
    .flatMap((own) => clashWith(task, own.task, venues, rest) ?? [])
    .sort((one, other) => order[one.kind] - order[other.kind] || other.minutes - one.minutes);
}

function clashWith(
  task: Task,
  own: Task,
  venues: ReadonlyMap<VenueId, Venue>,
  rest: WantedRest | undefined,
): Clash | null {
  if (!own.start || !own.end || !task.start || !task.end) return null;
  const [first, second] = task.start <= own.start ? [task, own] : [own, task];
  const gap = Date.parse(second.start ?? '') - Date.parse(first.end ?? '');
  const title = own.title;
  if (gap < 0) {
    const until = Math.min(Date.parse(first.end ?? ''), Date.parse(second.end ?? ''));
    const minutes = Math.ceil((until - Date.parse(second.start ?? '')) / minuteMs);
    return {
      kind: 'overlap',
      with: own,
      minutes,
      message: say('clash.overlap', { title, minutes }),
    };
  }
  const walk = walkMinutes(place(first, venues), place(second, venues));
  if (gap < walk * minuteMs) {
    const minutes = walk - Math.floor(gap / minuteMs);
    return {
      kind: 'travel',
      with: own,
      minutes,
      message: say('clash.travel', { title, walk, minutes }),
    };
  }
  return rest ? shortRest(first, second, own, gap, rest) : null;
}

function shortRest(
  first: Task,
  second: Task,
  own: Task,
  gap: number,
  { hours: wanted, zone }: WantedRest,
): Clash | null {
  if (!isShortNight(spanOf(first), spanOf(second), wanted, zone)) return null;
  const hours = Math.floor(gap / (60 * minuteMs));
  const minutes = Math.ceil((wanted * 60 * minuteMs - gap) / minuteMs);
  return {
    kind: 'short_rest',
    with: own,
    minutes,
    message: say('clash.short_rest', { title: own.title, hours }),
  };
}

function spanOf({ start, end }: Task): WorkSpan {
  return { start: Date.parse(start ?? ''), end: Date.parse(end ?? '') };
}

function place(task: Task, venues: ReadonlyMap<VenueId, Venue>): Venue | undefined {
  return task.venue ? venues.get(task.venue) : undefined;
}
