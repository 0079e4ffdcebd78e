// What the module learns of its owner's answers, and which skills it proposes; the words that go
// there and back are described in src/recommend/learning_layout.h.
import type { Task } from '../api-types';
import { isWork, type HistoryEntry } from '../history/entry';
import type { SkillId, TaskId, TemplateId } from '../ids';
import { openAnswer } from './decode';
import { Numbered } from './names';
import type { RankingModule } from './ranking-module';
import { responses, type Said, type TasteState } from './taste-store';
import { kindName, nameTask, type NamedTask } from './taste-names';
import { Words } from './words-writer';

export const learningVersion = 3;
const wish = { learn: 0, score: 1, propose: 2, contribute: 3, weigh: 4, read_model: 5 } as const;
const minuteMs = 60_000;

export interface TastePoints {
  readonly points: number; // -24 to 24
  readonly source: 'before' | 'similar';
}

export interface SkillProposal {
  readonly skill: SkillId;
  readonly times: number;
  readonly minutes: number;
}

export function request(wanted: keyof typeof wish): Words {
  const words = new Words();
  words.put(learningVersion, wish[wanted]);
  return words;
}

function putTask(words: Words, { about, names }: NamedTask): void {
  const room = words.room(2 + names.length); // written in place: there may be 10,000 of them
  const { array } = room;
  let { at } = room;
  array[at++] = about;
  array[at++] = names.length;
  for (const name of names) array[at++] = name;
  words.end(at);
}

/** Its length, then four bytes a word, the first lowest. */
export function putBytes(words: Words, bytes: Uint8Array): void {
  words.put(bytes.length);
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += 4) words.put(view.getInt32(at, true));
}

/** The state after these answers. Throws RankingRefused for a state that was changed or is of another version. */
export function learn(
  module: RankingModule,
  state: TasteState,
  answers: readonly Said[],
): TasteState {
  const words = request('learn');
  words.putList(state, (word) => words.put(word));
  words.putList(answers, (said) => {
    words.put(responses.indexOf(said.response));
    putTask(words, said);
  });
  const reader = openAnswer(module.answerLearning(words.all()), learningVersion);
  return reader.list(() => reader.next());
}

/** What goes together in the commune: a model of it, and the kinds of job in its order. */
export interface KindsTogether {
  readonly bytes: Uint8Array;
  readonly kinds: ReadonlyMap<TemplateId, unknown>;
}

/** The tasks that what was learnt speaks for or against. Throws as `learn`. */
export function tastePoints(
  module: RankingModule,
  state: TasteState,
  tasks: Iterable<Task>,
  zone: string,
  together: KindsTogether | null = null,
): ReadonlyMap<TaskId, TastePoints> {
  const found = new Map<TaskId, TastePoints>();
  if (state.length === 0) return found;
  const listed = [...tasks];
  const words = request('score');
  words.putList(state, (word) => words.put(word));
  putBytes(words, together?.bytes ?? new Uint8Array(0));
  words.putList([...(together?.kinds.keys() ?? [])], (kind) => words.put(kindName(kind)));
  words.putList(listed, (task) => putTask(words, nameTask(task, zone)));
  const reader = openAnswer(module.answerLearning(words.all()), learningVersion);
  const points = reader.list(() => [reader.next(), reader.next()] as const);
  points.forEach(([value, source], index) => {
    if (value !== 0)
      found.set(listed[index]!.id, { points: value, source: source === 0 ? 'before' : 'similar' });
  });
  return found;
}

/**
 * Skills that were practised twice or more at trainee's places, or where something was `learnt`,
 * without those in `settled`; most often practised first.
 */
export function proposeSkills(
  module: RankingModule,
  history: readonly HistoryEntry[],
  learnt: ReadonlySet<TaskId>,
  settled: Iterable<SkillId>,
): SkillProposal[] {
  const done = history.filter(isWork);
  const had = new Set(settled);
  const skills = new Numbered(
    [...new Set([...done.flatMap(({ taught }) => taught), ...had])].sort(),
  );
  const words = request('propose');
  words.put(skills.ids.length);
  words.putList(done, ({ task, start, minutes, trainee, taught }) => {
    const ended = Math.floor(Date.parse(start) / minuteMs) + minutes;
    words.put(ended, minutes, trainee ? 1 : 0, learnt.has(task) ? 1 : 0);
    words.putList(taught, (skill) => words.put(skills.of(skill)));
  });
  words.putList([...had], (skill) => words.put(skills.of(skill)));
  const reader = openAnswer(module.answerLearning(words.all()), learningVersion);
  return reader.list(() => ({
    skill: skills.ids[reader.next()]!,
    times: reader.next(),
    minutes: reader.next(),
  }));
}
