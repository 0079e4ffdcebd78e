// The board as last known, kept in the database so that the app opens without network. Changed
// tasks are written one by one; only a full load replaces all of them.
import type { Task } from '../api-types';
import type { TaskId } from '../ids';
import type { Database, SavedBoard } from '../storage/database';

export interface DiskBoard extends SavedBoard {
  tasks: Task[];
}

export async function readBoard(database: Database): Promise<DiskBoard | null> {
  const saved = await database.get('board', 'board');
  if (!saved) return null;
  const tasks = await database.getAll('tasks');
  // Kept by an app from before rounds: what it left out cannot be known, so all is loaded again.
  return tasks.every((task) => Array.isArray(task.invited)) ? { ...saved, tasks } : null;
}

export async function writeBoard(database: Database, board: DiskBoard): Promise<void> {
  const { tasks, ...saved } = board;
  const writing = database.transaction(['board', 'tasks'], 'readwrite');
  await writing.objectStore('tasks').clear();
  await Promise.all(tasks.map((task) => writing.objectStore('tasks').put(task)));
  await writing.objectStore('board').put(saved, 'board');
  await writing.done;
}

/** Writes what a block changed; the height goes with it, so that both are old or both are new. */
export async function writeChanges(
  database: Database,
  saved: SavedBoard,
  changed: readonly Task[],
  gone: readonly TaskId[] = [],
): Promise<void> {
  const writing = database.transaction(['board', 'tasks'], 'readwrite');
  await Promise.all([
    ...changed.map((task) => writing.objectStore('tasks').put(task)),
    ...gone.map((id) => writing.objectStore('tasks').delete(id)),
  ]);
  await writing.objectStore('board').put(saved, 'board');
  await writing.done;
}

export async function eraseBoard(database: Database): Promise<void> {
  const writing = database.transaction(['board', 'tasks'], 'readwrite');
  await Promise.all([writing.objectStore('board').clear(), writing.objectStore('tasks').clear()]);
  await writing.done;
}
