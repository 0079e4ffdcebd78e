// "If it is needed", "not now", "not this kind", "never": answers to a recommendation, kept in the profile.
import type { Task, Template } from '../api-types';
import { toInstant } from '../clock';
import type { Answer, Profile } from './model';

const willingMs = 60 * 24 * 3600_000; // to open-ended work; otherwise until it begins
const notNowMs = 7 * 24 * 3600_000;
const notThisKindMs = 120 * 24 * 3600_000;
const answersMax = 500;

type KindOfJob =
  Pick<Answer, 'template' | 'guild' | 'title'> | Pick<Task, 'template' | 'guild' | 'title'>;

export function answerTo(task: Task, kind: Answer['kind'], now: number): Answer {
  const begins = task.start ? Date.parse(task.start) - now : willingMs;
  const spans = { willing: begins, not_now: notNowMs, not_this_kind: notThisKindMs, never: null };
  const until = spans[kind];
  return {
    kind,
    task: kind === 'not_now' || kind === 'willing' ? task.id : null,
    template: task.template || null,
    guild: task.guild,
    title: task.title,
    at: toInstant(now),
    until: until === null ? null : toInstant(now + until),
  };
}

/** "Never again pots": said about a kind of job without a task at hand. */
export function refusalOf({ id, draft }: Template, now: number): Answer {
  const { guild, title } = draft;
  return { kind: 'never', task: null, template: id, guild, title, at: toInstant(now), until: null };
}

export function withAnswer(given: Answer, now: number): (profile: Profile) => Profile {
  return (profile) => ({
    ...profile,
    answers: [...inForce(profile, now), given].slice(-answersMax),
  });
}

/** Only this answer: whatever else was said meanwhile stays. */
export function takeBack(given: Answer): (profile: Profile) => Profile {
  const is = (other: Answer): boolean =>
    other.at === given.at &&
    other.kind === given.kind &&
    other.task === given.task &&
    kindOf(other) === kindOf(given);
  return (profile) => ({ ...profile, answers: profile.answers.filter((other) => !is(other)) });
}

export function inForce(profile: Profile, now: number): readonly Answer[] {
  return profile.answers.filter(({ until }) => until === null || Date.parse(until) > now);
}

/** The same kind of job: the same template, or where there is none the same title of the same guild. */
export function kindOf({ template, guild, title }: KindOfJob): string {
  return template || `${guild}/${title}`;
}
