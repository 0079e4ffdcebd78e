// "Your dinner crew now meets at five": what a guild changed about a task of mine since I last
// looked. What was seen is kept sealed on the device.
import { background } from '../background';
import type { Cell } from '../cell';
import { Source } from '../cell';
import type { TaskId } from '../ids';
import type { OpenedPerson } from '../people/opened';
import type { BoardTask } from '../board/state';
import type { MyPlace } from './my-place';

export interface Change {
  kind: 'changed' | 'cancelled';
  task: BoardTask;
  reason: string;
}

interface Seen {
  revision: number;
  cancelled: boolean;
}

type SeenTasks = Readonly<Record<TaskId, Seen>>;

export class ChangesStore {
  private readonly changesSource = new Source<readonly Change[]>([]);
  private seenTasks: SeenTasks | null = null;
  private readonly leave: (() => void)[];
  readonly changes: Cell<readonly Change[]> = this.changesSource;

  constructor(
    private readonly places: Cell<readonly MyPlace[]>,
    private readonly opened: Cell<OpenedPerson | null>,
  ) {
    this.leave = [
      opened.subscribe((person) => background(this.onPerson(person))),
      places.subscribe(() => this.compare()),
    ];
  }

  /** The person has read about this change. */
  seen(task: TaskId): void {
    const mine = this.places.get().find((place) => place.task.id === task);
    if (!mine || !this.seenTasks) return;
    this.seenTasks = { ...this.seenTasks, [task]: asSeen(mine.task) };
    this.compare();
    this.save();
  }

  close(): void {
    this.leave.forEach((stop) => stop());
  }

  private async onPerson(person: OpenedPerson | null): Promise<void> {
    this.seenTasks = null;
    this.changesSource.set([]);
    if (!person) return;
    const kept = (await person.vault.read<SeenTasks>('seen')) ?? {};
    if (this.opened.get() !== person) return;
    this.seenTasks = kept;
    this.compare();
  }

  private compare(): void {
    if (!this.seenTasks) return;
    const fresh: Record<TaskId, Seen> = {};
    const changes: Change[] = [];
    for (const { task, waiting } of this.places.get()) {
      const seen = this.seenTasks[task.id];
      if (waiting) continue; // my own change, or not settled yet
      if (!seen) fresh[task.id] = asSeen(task);
      else if (task.status === 'cancelled' && !seen.cancelled)
        changes.push(change('cancelled', task));
      else if (task.revision > seen.revision) changes.push(change('changed', task));
    }
    if (Object.keys(fresh).length > 0) {
      this.seenTasks = { ...this.seenTasks, ...fresh };
      this.save();
    }
    if (changes.length > 0 || this.changesSource.get().length > 0) this.changesSource.set(changes);
  }

  private save(): void {
    const person = this.opened.get();
    if (this.seenTasks && person) background(person.vault.write('seen', this.seenTasks));
  }
}

function asSeen(task: BoardTask): Seen {
  return { revision: task.revision, cancelled: task.status === 'cancelled' };
}

function change(kind: Change['kind'], task: BoardTask): Change {
  return { kind, task, reason: task.reason };
}
