// A place of the person who uses this device, with the task it belongs to.
import type { Place, PlaceStatus } from '../api-types';
import type { BoardTask } from '../board/state';
import type { MemberId } from '../ids';
import { tagOf, type Tags } from './tag';

export interface MyPlace {
  readonly task: BoardTask;
  readonly place: Place;
  readonly waiting: boolean; // the commune has not answered something about it yet
}

export function findMine(task: BoardTask, tags: Tags, member: MemberId): Place | undefined {
  if (task.places.length === 0) return undefined;
  const tag = tags.get(task.id);
  return task.places.find(
    (place) => place.member === member || (tag && tagOf(place.participant) === tag),
  );
}

/** Ascending by start; open-ended work last, by when it is due. */
export function minePlaces(tasks: Iterable<BoardTask>, tags: Tags, member: MemberId): MyPlace[] {
  const mine: MyPlace[] = [];
  for (const task of tasks) {
    const place = findMine(task, tags, member);
    if (place) mine.push({ task, place, waiting: (task.waiting?.length ?? 0) > 0 });
  }
  return mine.sort((one, other) => (sortKey(one.task) < sortKey(other.task) ? -1 : 1));
}

function sortKey(task: BoardTask): string {
  return task.start ?? `~${task.due ?? '~'}${task.id}`;
}

export function isOver(task: BoardTask, now: number): boolean {
  return task.end !== null && Date.parse(task.end) <= now;
}

export function isDone(status: PlaceStatus): boolean {
  return status !== 'taken';
}
