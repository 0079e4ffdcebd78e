// Ranks the open tasks for one person, on that person's device, from what only the device knows.
// The formula is a sum of reasons (README.md beside this file lists them with their points).
import type { Task } from '../api-types';
import { missingCertificate } from '../board/can-take';
import { answerAbout } from '../profile/answers';
import { makeContext, type Context, type RecommendInput } from './context';
import { diversify } from './diversity';
import type { Reason } from './reason';
import { gathering, rotation, short, urgent } from './score-commune';
import {
  again,
  certificateFit,
  guild,
  interest,
  learn,
  sectorInterest,
  skillFit,
} from './score-person';
import {
  clash,
  distance,
  freeDay,
  heavyFull,
  hours,
  rest,
  soon,
  thereAnyway,
  weekFull,
} from './score-time';

export interface Recommendation {
  readonly task: Task;
  readonly score: number; // the sum of the contributions
  readonly reasons: readonly Reason[]; // weightiest first
  readonly as: 'regular' | 'trainee';
}

type Scorer = (task: Task, context: Context) => Reason | null;

const scorers: readonly Scorer[] = [
  skillFit,
  certificateFit,
  interest,
  sectorInterest,
  learn,
  guild,
  again,
  hours,
  soon,
  clash,
  weekFull,
  heavyFull,
  freeDay,
  rest,
  thereAnyway,
  distance,
  short,
  urgent,
  rotation,
  gathering,
];

export function recommend(input: RecommendInput): Recommendation[] {
  const context = makeContext(input);
  const ranked: Recommendation[] = [];
  for (const task of input.tasks) {
    const as = placeFor(task, context);
    if (!as) continue;
    const scored = score(task, context);
    if (scored.score > 0) ranked.push({ ...scored, as });
  }
  ranked.sort((one, other) => other.score - one.score || soonest(one.task, other.task));
  return diversify(ranked, input.limit ?? 20);
}

/** All reasons of one task for this person, for "Why?" anywhere in the app. */
export function explain(task: Task, input: RecommendInput): Omit<Recommendation, 'as'> {
  return score(task, makeContext(input));
}

function score(task: Task, context: Context): Omit<Recommendation, 'as'> {
  const reasons = scorers
    .map((scorer) => scorer(task, context))
    .filter((found): found is Reason => found !== null)
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
  return { task, reasons, score: reasons.reduce((sum, { contribution }) => sum + contribution, 0) };
}

/** Null: not to be offered. It is full, over, mine already, or I said no to it. */
function placeFor(
  task: Task,
  { ownTasks, answers, member, now }: Context,
): Recommendation['as'] | null {
  const over = task.end !== null && Date.parse(task.end) <= now;
  const begun = task.start !== null && Date.parse(task.start) <= now;
  if (task.status !== 'open' || over || begun) return null;
  if (ownTasks.has(task.id) || answerAbout(answers, task)) return null;
  if (task.free > 0 && !missingCertificate(task, member, now)) return 'regular';
  return task.trainees_free > 0 ? 'trainee' : null;
}

function soonest(one: Task, other: Task): number {
  const key = (task: Task): string => (task.start ?? '~') + task.id;
  return key(one) < key(other) ? -1 : 1;
}
