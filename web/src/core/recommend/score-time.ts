// When and where: my hours, my other places, my rest, and the way there.
import type { Task } from '../api-types';
import { findClashes } from '../board/clashes';
import { walkMinutes } from '../board/distance';
import { localDate } from '../calendar/zone';
import type { VenueId } from '../ids';
import { willingnessAt } from '../profile/hours';
import type { Context } from './context';
import { reason, type Reason } from './reason';

const gladlyPoints = 8;
const notThenPoints = -25;
const anyTimePoints = 3;
const clashPoints = { overlap: -60, travel: -20, short_rest: -15 } as const;
const weekFullPoints = -20;
const lighterPoints = 6;
const heavyAgainPoints = -10;
const heavyInRowMin = 2;
const therePoints = 5;
const thereGapMs = 2 * 3600_000;
const nearMinutes = 10;
const farPointsMax = -12;
const tooFarPoints = -20;

export function hours(task: Task, { profile, zone }: Context): Reason | null {
  if (!task.start || !task.end) return reason('any_time', anyTimePoints, {});
  const willingness = willingnessAt(profile, task.start, task.end, zone);
  if (willingness === 2) return reason('good_hours', gladlyPoints, {});
  return willingness === 0 ? reason('bad_hours', notThenPoints, {}) : null;
}

/** The worst clash counts. */
export function clash(task: Task, { mine, catalogue, profile }: Context): Reason | null {
  const worst = findClashes(task, mine, catalogue.venues, profile.limits.restHours)[0];
  return worst ? reason('clash', clashPoints[worst.kind], { clash: worst }) : null;
}

export function weekFull(
  task: Task,
  { profile, minutesThisWeek, weekEnd }: Context,
): Reason | null {
  const limit = profile.limits.hoursPerWeek;
  if (limit === null || !task.start || task.start >= weekEnd) return null;
  const hours = (minutesThisWeek + task.minutes) / 60;
  return hours > limit ? reason('week_full', weekFullPoints, { hours, limit }) : null;
}

export function rest(task: Task, { heavyInRow }: Context): Reason | null {
  if (heavyInRow < heavyInRowMin) return null;
  const data = { heavy: heavyInRow };
  if (task.effort === 'light') return reason('lighter', lighterPoints, data);
  return task.effort === 'heavy' ? reason('heavy_again', heavyAgainPoints, data) : null;
}

/** I have a place at the same venue just before or after. */
export function thereAnyway(task: Task, { mine }: Context): Reason | null {
  const { start, end, venue } = task;
  if (!start || !end || !venue) return null;
  const near = mine.find(({ task: own }) => {
    if (own.venue !== venue || !own.start || !own.end || own.status !== 'open') return false;
    const gap = Math.max(
      Date.parse(start) - Date.parse(own.end),
      Date.parse(own.start) - Date.parse(end),
    );
    return gap >= 0 && gap <= thereGapMs;
  });
  return near ? reason('there_anyway', therePoints, { with: near.task }) : null;
}

/** The walk from where I am that day before it, or else from the middle of the commune. */
export function distance(task: Task, context: Context): Reason | null {
  const { catalogue, profile } = context;
  const to = task.venue ? catalogue.venues.get(task.venue) : undefined;
  if (!to) return null;
  const before = venueBefore(task, context);
  const middle = { id: '' as VenueId, name: '', x_m: 0, y_m: 0 };
  const minutes = walkMinutes((before && catalogue.venues.get(before)) ?? middle, to);
  const limit = profile.limits.walkMinutesMax;
  if (limit !== null && minutes > limit) return reason('far', tooFarPoints, { minutes });
  if (minutes <= nearMinutes) return null;
  return reason('far', Math.max(farPointsMax, -2 * Math.floor(minutes / 5)), { minutes });
}

function venueBefore(task: Task, { mine, zone }: Context): VenueId | undefined {
  const { start } = task;
  if (!start) return undefined;
  const day = localDate(start, zone);
  const earlier = mine.filter(
    ({ task: own }) => own.venue && own.end && own.end <= start && localDate(own.end, zone) === day,
  );
  return earlier.at(-1)?.task.venue || undefined;
}
