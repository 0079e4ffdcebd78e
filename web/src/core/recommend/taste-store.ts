// What its owner said of tasks, for the learner, and what surprised them last: kept sealed in the own vault, on
// this device alone and in no copy. Saying works without the module; what was said is learnt as soon as the module is here.
import { background } from '../background';
import { Source, type Cell } from '../cell';
import type { Task } from '../api-types';
import type { LocalDate, SkillId, TaskId } from '../ids';
import type { OpenedPerson } from '../people/opened';
import { kindName, nameTask, type NamedTask } from './taste-names';

/** In the order of Response in src/recommend/response.h. */
export const responses = [
  'take',
  'willing',
  'not_now',
  'not_this_kind',
  'never',
  'enjoyed',
  'hard',
  'too_long',
  'unsafe',
  'learned',
] as const;

export type Response = (typeof responses)[number];

/** Words of the module that only it reads; empty: nothing was learnt yet. */
export type TasteState = readonly number[];

export interface Said extends NamedTask {
  readonly task: TaskId;
  readonly response: Response;
}

export interface Taste {
  readonly version: 1;
  readonly on: boolean; // the person's switch
  readonly said: readonly Said[]; // oldest first; to learn from anew
  readonly learnt: number; // how many of `said` are in the state
  readonly state: TasteState;
  readonly later: Readonly<Record<SkillId, number>>; // a skill, and after how many times it was "not now"
  readonly surprise?: { readonly day: LocalDate; readonly task: TaskId }; // the last, and when
}

type Learn = (state: TasteState, answers: readonly Said[]) => TasteState;

const saidMax = 500;
const nothing: Taste = { version: 1, on: true, said: [], learnt: 0, state: [], later: {} };

export class TasteStore {
  private readonly source = new Source<Taste>(nothing);
  private readonly leave: () => void;
  private loading: Promise<void> = Promise.resolve();
  private learner: Learn | null = null;
  private checked = false; // the module has read the state
  /** Why what was learnt had to be learnt anew, as the module said it; null: it never had. */
  readonly problem = new Source<Error | null>(null);
  readonly value: Cell<Taste> = this.source;

  constructor(
    private readonly opened: Cell<OpenedPerson | null>,
    private readonly zone: () => string,
  ) {
    this.leave = opened.subscribe((person) => {
      this.loading = this.load(person);
      background(this.loading);
    });
  }

  /** Each answer to a task counts once. "Not now" says nothing of the task and is not kept. */
  say(task: Task, response: Response): Promise<void> {
    const { about, names } = nameTask(task, this.zone());
    const said: Said = { task: task.id, response, about, names };
    return this.change((taste) => {
      const again = taste.said.some((one) => one.task === task.id && one.response === response);
      if (!taste.on || again || response === 'not_now') return taste;
      const drop = Math.max(0, taste.said.length + 1 - saidMax);
      const learnt = Math.max(0, taste.learnt - drop);
      return { ...taste, said: [...taste.said, said].slice(-saidMax), learnt };
    });
  }

  /** Of one task, or of a kind of job. What is left is learnt anew. */
  takeBack(response: Response, { task, kind }: { task?: TaskId; kind?: string }): Promise<void> {
    const name = kind === undefined ? null : kindName(kind);
    const goes = (one: Said): boolean =>
      one.response === response && (one.task === task || one.names[0] === name);
    return this.change((taste) =>
      taste.said.some(goes)
        ? { ...taste, said: taste.said.filter((one) => !goes(one)), learnt: 0, state: [] }
        : taste,
    );
  }

  /** Off: nothing more is learnt, and what was is not used. */
  setOn(on: boolean): Promise<void> {
    return this.change((taste) => ({ ...taste, on }));
  }

  forget(): Promise<void> {
    return this.change((taste) => ({ ...taste, said: [], learnt: 0, state: [] }));
  }

  /** "Not now" to a skill that was practised so many times: asked again after another time. */
  askLater(skill: SkillId, times: number): Promise<void> {
    return this.change((taste) => ({ ...taste, later: { ...taste.later, [skill]: times } }));
  }

  /** A task is shown as this day's surprise. */
  surprised(day: LocalDate, task: TaskId): Promise<void> {
    return this.change((taste) => {
      const { surprise } = taste;
      const isKnown = surprise?.day === day && surprise.task === task;
      return isKnown ? taste : { ...taste, surprise: { day, task } };
    });
  }

  /** The module is here: learns what was said before, and from now on at once. */
  learnWith(learner: Learn): Promise<void> {
    this.learner = learner;
    return this.change((taste) => taste);
  }

  close(): void {
    this.leave();
  }

  private async change(edit: (taste: Taste) => Taste): Promise<void> {
    await this.loading;
    const person = this.opened.get();
    if (!person) return;
    const before = this.source.get();
    const after = this.caughtUp(edit(before));
    if (after === before) return;
    this.source.set(after);
    await person.vault.write('taste', after);
  }

  private caughtUp(taste: Taste): Taste {
    const { said, learnt, state } = taste;
    if (!this.learner) return taste;
    if (learnt === said.length && (this.checked || state.length === 0)) return taste;
    let next: TasteState;
    try {
      next = this.learner(state, said.slice(learnt));
    } catch (error) {
      this.problem.set(error as Error);
      next = this.learner([], said);
    }
    this.checked = true;
    return { ...taste, learnt: said.length, state: next };
  }

  private async load(person: OpenedPerson | null): Promise<void> {
    this.checked = false;
    this.source.set(nothing);
    if (!person) return;
    const kept = await person.vault.read<Taste>('taste');
    if (this.opened.get() !== person) return;
    const taste = kept?.version === 1 ? kept : nothing;
    const ready = this.caughtUp(taste);
    this.source.set(ready);
    if (ready !== taste) await person.vault.write('taste', ready);
  }
}
