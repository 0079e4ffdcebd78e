// What stands in the way of a task among my own places: the same time, too little time to walk
// over, or a night cut short. A hint before taking; nothing is forbidden.
import type { Task, Venue } from '../api-types';
import type { VenueId } from '../ids';
import { say, type Message } from '../i18n/message';
import type { MyPlace } from '../mine/my-place';
import { walkMinutes } from './distance';

export interface Clash {
  kind: 'overlap' | 'travel' | 'short_rest';
  with: Task;
  minutes: number; // of overlap, of walking that is missing, of rest that is missing
  message: Message;
}

const minuteMs = 60_000;
const nightGapMs = 16 * 60 * minuteMs; // two pieces of work further apart than this never share a night

/** Worst first: overlaps, then walks, then rest. */
export function findClashes(
  task: Task,
  mine: readonly MyPlace[],
  venues: ReadonlyMap<VenueId, Venue>,
  restHours = 0,
): Clash[] {
  if (!task.start || !task.end) return [];
  const order = { overlap: 0, travel: 1, short_rest: 2 };
  return mine
    .filter(
      (own) => own.task.id !== task.id && own.task.status === 'open' && !own.place.seeking_swap,
    )
    .flatMap((own) => clashWith(task, own.task, venues, restHours) ?? [])
    .sort((one, other) => order[one.kind] - order[other.kind] || other.minutes - one.minutes);
}

function clashWith(
  task: Task,
  own: Task,
  venues: ReadonlyMap<VenueId, Venue>,
  restHours: number,
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
  return shortRest(first, second, own, gap, restHours);
}

function shortRest(
  first: Task,
  second: Task,
  own: Task,
  gap: number,
  restHours: number,
): Clash | null {
  const wanted = restHours * 60 * minuteMs;
  // Only a night counts: the two lie on different days and far enough apart to be no single shift.
  const night =
    (first.end ?? '').slice(0, 10) !== (second.start ?? '').slice(0, 10) &&
    gap >= 3 * 60 * minuteMs;
  if (!night || gap >= wanted || gap > nightGapMs) return null;
  const hours = Math.floor(gap / (60 * minuteMs));
  const minutes = Math.ceil((wanted - gap) / minuteMs);
  return {
    kind: 'short_rest',
    with: own,
    minutes,
    message: say('clash.short_rest', { title: own.title, hours }),
  };
}

function place(task: Task, venues: ReadonlyMap<VenueId, Venue>): Venue | undefined {
  return task.venue ? venues.get(task.venue) : undefined;
}
