// My places, found on the device: the board does not say whose a place is, the keys do. Tags are
// kept sealed, so that a second start finds everything at once.
import { background } from '../background';
import type { Task } from '../api-types';
import type { BoardState } from '../board/state';
import { derive, Source, type Cell } from '../cell';
import type { TaskId } from '../ids';
import type { OpenedPerson } from '../people/opened';
import { findMine, minePlaces, type MyPlace } from './my-place';
import { tagOf, unpackTags, packTags, untagged, type Tag, type Tags } from './tag';
import { makeTagger, type Tagger } from './tagger';

export interface Search {
  done: number;
  of: number;
}

const none: Tags = new Map();

export class MineStore {
  private readonly tags = new Source<Tags>(none);
  private readonly busySource = new Source<Search | null>(null);
  private readonly leave: (() => void)[];
  private searching = false;
  readonly places: Cell<readonly MyPlace[]>;
  readonly busy: Cell<Search | null> = this.busySource;

  constructor(
    private readonly board: Cell<BoardState>,
    private readonly opened: Cell<OpenedPerson | null>,
    private readonly tagger: Tagger = makeTagger(),
  ) {
    this.places = derive([board, opened, this.tags], (state, person, tags) =>
      person ? minePlaces(state.tasks.values(), tags, person.member) : [],
    );
    this.leave = [
      opened.subscribe((person) => background(this.onPerson(person))),
      board.subscribe((state) => background(this.search(state.tasks.values()))),
    ];
  }

  on(task: TaskId): MyPlace | undefined {
    return this.places.get().find((mine) => mine.task.id === task);
  }

  /** The board shows this task, and none of its places is mine; false while that is being found out. */
  surelyNotOn(task: TaskId): boolean {
    const shown = this.board.get().tasks.get(task);
    const person = this.opened.get();
    if (!shown || !person) return false;
    const tags = this.tags.get();
    const looked = shown.places.length === 0 || tags.has(task);
    return looked && !findMine(shown, tags, person.member);
  }

  /** A place that is about to be taken here needs no search. */
  expect(task: TaskId): void {
    const person = this.opened.get();
    if (person) this.remember([[task, tagOf(person.participantKey(task).hex)]]);
  }

  /** My places on tasks that are not on the board, for example of last spring. */
  async among(tasks: readonly Task[]): Promise<MyPlace[]> {
    const person = this.opened.get();
    if (!person) return [];
    await this.derive(person, untagged(tasks, this.tags.get()));
    return this.opened.get() === person ? minePlaces(tasks, this.tags.get(), person.member) : [];
  }

  close(): void {
    this.leave.forEach((stop) => stop());
    this.tagger.close();
  }

  private async onPerson(person: OpenedPerson | null): Promise<void> {
    this.tags.set(none);
    if (!person) return;
    const packed = await person.vault.readBytes('participants');
    if (this.opened.get() !== person) return;
    if (packed) this.remember([...unpackTags(packed)]);
    await this.search(this.board.get().tasks.values());
  }

  private async search(tasks: Iterable<Task>): Promise<void> {
    const person = this.opened.get();
    if (!person || this.searching) return;
    const missing = untagged(tasks, this.tags.get());
    if (missing.length === 0) return;
    this.searching = true;
    try {
      await this.derive(person, missing);
    } finally {
      this.searching = false;
    }
    await this.search(this.board.get().tasks.values()); // what came meanwhile
  }

  private async derive(person: OpenedPerson, missing: readonly TaskId[]): Promise<void> {
    if (missing.length === 0) return;
    const found: [TaskId, Tag][] = [];
    await this.tagger.run(person.seed, missing, (part) => {
      found.push(...part);
      if (this.opened.get() !== person) return;
      this.remember(part);
      if (missing.length > 50) this.busySource.set({ done: found.length, of: missing.length });
    });
    this.busySource.set(null);
    if (this.opened.get() === person)
      await person.vault.writeBytes('participants', packTags(this.tags.get()));
  }

  private remember(part: readonly [TaskId, Tag][]): void {
    this.tags.update((tags) => new Map([...tags, ...part]));
  }
}
