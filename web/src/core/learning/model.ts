// The commune's model as the app uses it. It says something of work, never of a person.
import type { Task } from '../api-types';
import type { Bytes } from '../bytes';
import { wallClock } from '../calendar/zone';
import type { TemplateId } from '../ids';

export interface KindModel {
  readonly extraMinutes: number; // beyond the plan, as a rule
  readonly yesPermille: readonly number[]; // by blocks of three hours
}

export interface CommuneModel {
  readonly bytes: Bytes;
  readonly round: number;
  readonly contributions: number;
  readonly overall: number; // permille of a yes to any invitation
  readonly tired: readonly number[]; // the same after heavy work, by effort: light, medium, heavy
  readonly anyKind: readonly number[]; // permille of a yes, by blocks of three hours
  readonly kinds: ReadonlyMap<TemplateId, KindModel>; // in the model's order
}

/** Permille of people who say yes to such work at such an hour, as the commune learnt it. */
export function acceptancePermille(model: CommuneModel, task: Task, zone: string): number {
  const kind = task.template ? model.kinds.get(task.template) : undefined;
  const rates = kind?.yesPermille ?? model.anyKind;
  const start = task.start === null ? null : Date.parse(task.start);
  return rates[Math.floor(hourOf(start, zone) / 3)]!;
}

/** Of open-ended work: noon. */
export function hourOf(start: number | null, zone: string): number {
  return start === null ? 12 : new Date(wallClock(start, zone)).getUTCHours();
}

const extraMinutesMin = 10; // less is not worth a word
const extraMinutesStep = 5;

/** Minutes that such work takes beyond the plan, or less than it, as a rule; null: nothing worth saying. */
export function extraMinutes(
  model: Pick<CommuneModel, 'kinds'>,
  task: Pick<Task, 'template'>,
): number | null {
  const kind = task.template ? model.kinds.get(task.template) : undefined;
  const extra = Math.round((kind?.extraMinutes ?? 0) / extraMinutesStep) * extraMinutesStep;
  return Math.abs(extra) < extraMinutesMin ? null : extra;
}
