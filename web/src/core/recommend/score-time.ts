// When and where: my hours, my other places, my rest, and the way there.
import type { Task } from '../api-types';
import { findClashes } from '../board/clashes';
import { walkMinutes } from '../board/distance';
import { dayNumber } from '../calendar/zone';
import type { VenueId } from '../ids';
import { willingnessAt } from '../profile/hours';
import type { Context } from './context';
import { reason, type Reason } from './reason';
import { loadOf } from './week-load';

const gladlyPoints = 8;
const notThenPoints = -25;
const anyTimePoints = 3;
const soonDays = 3;
const soonPoints = 8;
const weekDays = 7;
const weekPoints = 4;
const clashPoints = { overlap: -60, travel: -20, short_rest: -15 } as const;
const weekFullPoints = -20;
const heavyFullPoints = -20;
const freeDayPoints = -15;
const lighterPoints = 6;
const heavyAgainPoints = -10;
const heavyInRowMin = 2;
const therePoints = 5;
const thereGapMs = 2 * 3600_000;
const dayMs = 24 * 3600_000;
const nearMinutes = 10;
const farPointsMax = -12;
const tooFarPoints = -20;

export function hours(task: Task, { profile, zone }: Context): Reason | null {
  if (!task.start || !task.end) return reason('any_time', anyTimePoints, {});
  const willingness = willingnessAt(profile, task.start, task.end, zone);
  if (willingness === 2) return reason('good_hours', gladlyPoints, {});
  return willingness === 0 ? reason('bad_hours', notThenPoints, {}) : null;
}

/** What comes up in the next days can be planned now. */
export function soon(task: Task, { now, zone }: Context): Reason | null {
  if (!task.start) return null;
  const days = dayNumber(task.start, zone) - dayNumber(now, zone);
  const points = days <= soonDays ? soonPoints : days <= weekDays ? weekPoints : 0;
  return reason('soon', points, { days });
}

/** The worst clash counts; what is more than a day apart cannot clash. */
export function clash(task: Task, { own, catalogue, profile }: Context): Reason | null {
  if (!task.start || !task.end || own.length === 0) return null;
  const from = Date.parse(task.start) - dayMs;
  const to = Date.parse(task.end) + dayMs;
  const near = own.filter(({ start, end }) => end > from && start < to).map(({ place }) => place);
  const worst = findClashes(task, near, catalogue.venues, profile.limits.restHours)[0];
  return worst ? reason('clash', clashPoints[worst.kind], { clash: worst }) : null;
}

/** More hours in the task's week than I want. */
export function weekFull(task: Task, { profile, weeks, zone }: Context): Reason | null {
  const limit = profile.limits.hoursPerWeek;
  if (limit === null || !task.start) return null;
  const hours = (loadOf(weeks, dayNumber(task.start, zone)).minutes + task.minutes) / 60;
  return hours > limit ? reason('week_full', weekFullPoints, { hours, limit }) : null;
}

/** More heavy work in the task's week than I want. */
export function heavyFull(task: Task, { profile, weeks, zone }: Context): Reason | null {
  const limit = profile.limits.heavyPerWeek;
  if (limit === null || !task.start || task.effort !== 'heavy') return null;
  const count = loadOf(weeks, dayNumber(task.start, zone)).heavy + 1;
  return count > limit ? reason('heavy_full', heavyFullPoints, { count, limit }) : null;
}

/** It would take one of the free days that I want to keep in its week. */
export function freeDay(task: Task, { profile, weeks, zone }: Context): Reason | null {
  const keep = profile.limits.freeDaysPerWeek;
  if (keep <= 0 || !task.start) return null;
  const day = dayNumber(task.start, zone);
  const { days } = loadOf(weeks, day);
  const free = 7 - days.size;
  return !days.has(day) && free <= keep ? reason('free_day', freeDayPoints, { free }) : null;
}

export function rest(task: Task, { heavyInRow }: Context): Reason | null {
  if (heavyInRow < heavyInRowMin) return null;
  const data = { heavy: heavyInRow };
  if (task.effort === 'light') return reason('lighter', lighterPoints, data);
  return task.effort === 'heavy' ? reason('heavy_again', heavyAgainPoints, data) : null;
}

/** I have a place at the same venue just before or after. */
export function thereAnyway(task: Task, { own }: Context): Reason | null {
  if (!task.start || !task.end || !task.venue || own.length === 0) return null;
  const start = Date.parse(task.start);
  const end = Date.parse(task.end);
  const near = own.find((span) => {
    const gap = Math.max(start - span.end, span.start - end);
    return gap >= 0 && gap <= thereGapMs && span.place.task.venue === task.venue;
  });
  return near ? reason('there_anyway', therePoints, { with: near.place.task }) : null;
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

function venueBefore(task: Task, { own, zone }: Context): VenueId | undefined {
  if (!task.start || own.length === 0) return undefined;
  const start = Date.parse(task.start);
  const day = dayNumber(start, zone);
  const before = own.findLast(
    (span) => span.day === day && span.end <= start && span.place.task.venue,
  );
  return before?.place.task.venue || undefined;
}
