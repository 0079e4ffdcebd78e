// What speaks for a task because of who I am: what I can, like, want to learn, and my guilds.
import type { Task } from '../api-types';
import { missingCertificate } from '../board/can-take';
import type { SkillId } from '../ids';
import type { Level } from '../profile/model';
import type { Context } from './context';
import { reason, type Reason } from './reason';

type Levels = Readonly<Record<SkillId, Level>>;

const skillPoints = 4; // a level
const skillMax = 24;
const certificatePoints = 8;
const interestPoints = 5; // a level
const sectorInterestPoints = 4; // a level
const learnPoints = 7; // a level
const guildPoints = 6;
const againPoints = 2; // a time
const againMax = 4;

const levelOf = (levels: Levels, skill: SkillId): Level => levels[skill] ?? 0;

function best(levels: Levels, skills: readonly SkillId[]): SkillId | undefined {
  return skills
    .filter((skill) => levelOf(levels, skill) > 0)
    .sort((one, other) => levelOf(levels, other) - levelOf(levels, one))[0];
}

export function skillFit(task: Task, { profile }: Context): Reason | null {
  const skills = task.skills_helpful.filter((skill) => levelOf(profile.skills, skill) > 0);
  const levels = skills.reduce((sum, skill) => sum + levelOf(profile.skills, skill), 0);
  return reason('skill', Math.min(skillMax, skillPoints * levels), { skills });
}

/** Few people may do it, and I am one of them. */
export function certificateFit(task: Task, { member, now }: Context): Reason | null {
  if (task.certificates.length === 0 || missingCertificate(task, member, now)) return null;
  return reason('certificate', certificatePoints, { skills: task.certificates });
}

export function interest(task: Task, { profile }: Context): Reason | null {
  const skill = best(profile.interests, [
    ...task.skills_helpful,
    ...task.skills_taught,
    ...task.certificates,
  ]);
  return skill
    ? reason('interest', interestPoints * levelOf(profile.interests, skill), { skill })
    : null;
}

export function sectorInterest(task: Task, { profile }: Context): Reason | null {
  const level = profile.sectors[task.sector] ?? 0;
  return reason('sector_interest', sectorInterestPoints * level, { sector: task.sector });
}

/** A wish to learn: the task teaches it, or there is a trainee's place beside somebody who can. */
export function learn(task: Task, { profile }: Context): Reason | null {
  const beside = task.trainees_free > 0 ? [...task.certificates, ...task.skills_helpful] : [];
  const skill = best(profile.aspirations, [...task.skills_taught, ...beside]);
  if (!skill) return null;
  const name = task.places.find((place) => !place.trainee && place.name !== null)?.name ?? null;
  return reason('learn', learnPoints * levelOf(profile.aspirations, skill), {
    skill,
    beside: name,
  });
}

export function guild(task: Task, { member }: Context): Reason | null {
  return member?.guilds.includes(task.guild)
    ? reason('guild', guildPoints, { guild: task.guild })
    : null;
}

export function again(task: Task, { timesDone }: Context): Reason | null {
  const times = task.template ? (timesDone.get(task.template) ?? 0) : 0;
  return reason('again', Math.min(againMax, againPoints * times), { times });
}
