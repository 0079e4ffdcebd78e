// "Not now", "not this kind", "never": answers to a recommendation, kept in the profile.
import type { Task } from '../api-types';
import { toInstant } from '../clock';
import type { Answer, Profile } from './model';

const notNowMs = 7 * 24 * 3600_000;
const notThisKindMs = 120 * 24 * 3600_000;
const answersMax = 500;

export function answer(
  task: Task,
  kind: Answer['kind'],
  now: number,
): (profile: Profile) => Profile {
  const until = { not_now: notNowMs, not_this_kind: notThisKindMs, never: null }[kind];
  const given: Answer = {
    kind,
    task: kind === 'not_now' ? task.id : null,
    template: task.template || null,
    guild: task.guild,
    title: task.title,
    at: toInstant(now),
    until: until === null ? null : toInstant(now + until),
  };
  return (profile) => ({
    ...profile,
    answers: [...inForce(profile, now), given].slice(-answersMax),
  });
}

export function takeBack(given: Answer): (profile: Profile) => Profile {
  return (profile) => ({ ...profile, answers: profile.answers.filter((other) => other !== given) });
}

export function inForce(profile: Profile, now: number): readonly Answer[] {
  return profile.answers.filter(({ until }) => until === null || Date.parse(until) > now);
}

/** The answer that speaks against this task, if one of these does. */
export function answerAbout(answers: readonly Answer[], task: Task): Answer | undefined {
  return answers.find((given) =>
    given.task !== null ? given.task === task.id : isSameKind(given, task),
  );
}

/** The same kind of job: the same template, or where there is none the same title of the same guild. */
function isSameKind(given: Answer, task: Task): boolean {
  if (given.template) return given.template === task.template;
  return given.guild === task.guild && given.title === task.title;
}
