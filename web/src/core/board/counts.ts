// The figures of a task that follow from its places. The node sends them; they are computed again
// here only where a command of ours is laid over a task before the commune has answered.
import type { Visitors, Task } from '../api-types';

/** None on a board that this device kept from before there were any. */
export function visitorsOf(task: Task): readonly Visitors[] {
  return (task.visitors as Visitors[] | undefined) ?? [];
}

export function recount<T extends Task>(task: T): T {
  const staying = task.places.filter((place) => !place.seeking_swap);
  const trainees = staying.filter((place) => place.trainee).length;
  const placed = staying.length - trainees + task.guests;
  const coming = visitorsOf(task).reduce((sum, { people }) => sum + people, placed);
  return {
    ...task,
    coming,
    missing: Math.max(0, task.people_min - coming),
    free: Math.max(0, task.people_max - placed),
    trainees_free: Math.max(0, task.trainees_max - trainees),
  };
}
