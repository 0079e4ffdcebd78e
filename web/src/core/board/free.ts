// The places that anybody may take: the node's `free` counts those that are still kept for people
// who are invited and have not answered.
import type { Task } from '../api-types';

export interface FreePlaces {
  regular: number;
  trainee: number;
  kept: number; // of both kinds, for people who are invited
}

export function freePlaces(task: Task, now: number): FreePlaces {
  if (task.invited.length === 0)
    return { regular: task.free, trainee: task.trainees_free, kept: 0 };
  const kept = task.invited.filter(({ until }) => Date.parse(until) >= now);
  const trainees = kept.filter(({ trainee }) => trainee).length;
  return {
    regular: Math.max(0, task.free - (kept.length - trainees)),
    trainee: Math.max(0, task.trainees_free - trainees),
    kept: kept.length,
  };
}
