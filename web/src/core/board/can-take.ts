// Why a place on a task cannot be taken, as far as this device can tell. A hint that spares a
// refusal; the ledger alone decides.
import type { Member, Task } from '../api-types';
import { freePlaces } from './free';
import type { Indexed } from './state';
import { say, type Message } from '../i18n/message';
import type { MyPlace } from '../mine/my-place';

export interface TakeContext {
  member: Member | undefined; // me, as the commune knows me
  mine: readonly MyPlace[];
  catalogue: Indexed;
  now: number;
}

/** Null: nothing speaks against it. */
export function whyNot(
  task: Task,
  { member, mine, catalogue, now }: TakeContext,
  trainee = false,
): Message | null {
  if (task.status === 'cancelled') return say('cannot.cancelled');
  if (task.status === 'recorded') return say('cannot.recorded');
  if (task.end !== null && Date.parse(task.end) <= now) return say('cannot.over');
  if (mine.some((own) => own.task.id === task.id)) return say('cannot.already');
  const free = freePlaces(task, now);
  if (trainee && free.trainee === 0) return say('cannot.trainees_full');
  if (!trainee && free.regular === 0) return say(task.free > 0 ? 'cannot.kept' : 'cannot.full');
  const missing = trainee ? undefined : missingCertificate(task, member, now);
  return missing
    ? say('cannot.certificate', { skill: catalogue.skills.get(missing)?.name ?? missing })
    : null;
}

export function missingCertificate(task: Task, member: Member | undefined, now: number) {
  const at = task.start ? Date.parse(task.start) : now;
  const holds = (skill: string): boolean =>
    member?.certificates.some(
      (held) =>
        held.skill === skill && (held.valid_until === null || Date.parse(held.valid_until) > at),
    ) ?? false;
  return task.certificates.find((skill) => !holds(skill));
}
