// What a task still needs, as one short sentence and its tone.
import type { Task } from '../../core/api-types';
import { freePlaces } from '../../core/board/free';
import type { Instant } from '../../core/ids';

export interface Need {
  readonly key:
    | 'need.cancelled'
    | 'need.recorded'
    | 'need.over'
    | 'need.missing'
    | 'need.kept'
    | 'need.room'
    | 'need.trainee'
    | 'need.full';
  readonly values: Record<string, number>;
  readonly tone: 'call' | 'open' | 'full' | 'off';
}

export const isOver = (task: Task, now: Instant) => task.end !== null && task.end <= now;

export function needOf(task: Task, now: Instant): Need {
  if (task.status === 'cancelled') return { key: 'need.cancelled', values: {}, tone: 'off' };
  if (task.status === 'recorded') return { key: 'need.recorded', values: {}, tone: 'off' };
  if (isOver(task, now)) return { key: 'need.over', values: { count: task.coming }, tone: 'off' };
  const free = freePlaces(task, Date.parse(now));
  if (task.missing > 0 && free.regular === 0 && free.kept > 0)
    return { key: 'need.kept', values: { count: free.kept }, tone: 'full' };
  if (task.missing > 0)
    return { key: 'need.missing', values: { count: task.missing }, tone: 'call' };
  if (free.regular > 0) return { key: 'need.room', values: { count: free.regular }, tone: 'open' };
  if (free.trainee > 0) return { key: 'need.trainee', values: {}, tone: 'open' };
  return { key: 'need.full', values: {}, tone: 'full' };
}
