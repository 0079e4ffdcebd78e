// A task as what is learnt of it: a number for each thing that can be said of it, as
// src/recommend/taste_learner.h wants them.
import type { Task } from '../api-types';
import { wallClock } from '../calendar/zone';
import { kindOf } from '../profile/answers';
import { hash } from './hash';

/** The first name is the kind of job; the first `about` say what work it is, the rest how and when. */
export interface NamedTask {
  readonly about: number;
  readonly names: readonly number[];
}

const namesMax = 100;

export function kindName(kind: string): number {
  return hash(`kind:${kind}`);
}

// A task is never changed, only replaced; after an answer all 10,000 of them are named again.
const named = new WeakMap<Task, NamedTask & { zone: string }>();

export function nameTask(task: Task, zone: string): NamedTask {
  const known = named.get(task);
  if (known?.zone === zone) return known;
  const found = { zone, ...makeNames(task, zone) };
  named.set(task, found);
  return found;
}

function makeNames(task: Task, zone: string): NamedTask {
  const about = new Set([kindName(kindOf(task))]);
  about.add(hash(`guild:${task.guild}`));
  about.add(hash(`sector:${task.sector}`));
  for (const skill of [...task.certificates, ...task.skills_helpful])
    about.add(hash(`skill:${skill}`));
  for (const skill of task.skills_taught) about.add(hash(`teaches:${skill}`));
  if (task.gathering) about.add(hash('gathering'));
  const all = new Set(about);
  all.add(hash(`effort:${task.effort}`));
  if (task.venue) all.add(hash(`venue:${task.venue}`));
  if (task.start) {
    const wall = new Date(wallClock(Date.parse(task.start), zone));
    all.add(hash(`hours:${Math.floor(wall.getUTCHours() / 3) * 3}`)); // blocks of three
    all.add(hash(`weekday:${wall.getUTCDay()}`));
  }
  return { about: Math.min(about.size, namesMax), names: [...all].slice(0, namesMax) };
}
