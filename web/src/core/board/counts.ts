// The figures of a task that follow from its places. The node sends them; they are computed again
// here only where a command of ours is laid over a task before the commune has answered.
import type { Task } from '../api-types';

export function recount<T extends Task>(task: T): T {
  const staying = task.places.filter((place) => !place.seeking_swap);
  const trainees = staying.filter((place) => place.trainee).length;
  const coming = staying.length - trainees + task.guests;
  return {
    ...task,
    coming,
    missing: Math.max(0, task.people_min - coming),
    free: Math.max(0, task.people_max - coming),
    trainees_free: Math.max(0, task.trainees_max - trainees),
  };
}
