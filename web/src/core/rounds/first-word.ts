// What the form of a round starts from: the private profile's view of each task, the owner's weekly
// limit, and, where the owner wants it, how much of each sector is left to the baseline.
import type { Round, Sector, Task } from '../api-types';
import { isWork, type HistoryEntry } from '../history/entry';
import type { GuildId, SectorId, SkillId, TaskId, TemplateId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import type { Liking, Profile } from '../profile/model';
import type { RankingModule } from '../recommend/ranking-module';
import { likings, type RecommendInput } from '../recommend/recommend';
import { isInRound } from './phase';
import type { Choice, Offerable, Word } from './word';

type Person = Omit<RecommendInput, 'tasks' | 'history' | 'limit' | 'taste'>;

export interface LikingContext extends Person {
  module: RankingModule;
  history?: readonly HistoryEntry[]; // unknown while the app is closed
}

export interface FirstWordContext {
  likings: ReadonlyMap<TaskId, Liking>; // of the tasks of the round, all asked about together
  profile: Profile;
  guilds: readonly GuildId[]; // mine
  turns: readonly TemplateId[]; // what it is my turn to be asked for
  mine: readonly MyPlace[];
}

const usualMinutes = 6 * 60;
const usualPlaces = 3;
const weekMs = 7 * 24 * 3600_000;

/** The same for a single task that comes up now, as a call does. */
export function likingOf(task: Task, { module, ...person }: LikingContext): Liking {
  return likings(module, { history: [], ...person, tasks: [task] }).get(task.id) ?? 0;
}

export function isMyTurn(task: Task, { turns }: Pick<FirstWordContext, 'turns'>): boolean {
  return task.template !== '' && turns.includes(task.template);
}

function firstChoice(task: Task, context: FirstWordContext): Choice {
  const liking = context.likings.get(task.id) ?? 0;
  if (liking < 0) return 'no';
  if (liking > 0) return liking === 2 ? 'gladly' : 'yes';
  const skills = [...task.skills_helpful, ...task.certificates];
  const isMyKind =
    isMyTurn(task, context) ||
    context.guilds.includes(task.guild) ||
    skills.some((skill) => (context.profile.skills[skill] ?? 0) > 0);
  return isMyKind ? 'if_needed' : 'no';
}

/** It teaches what its owner would like to learn and has no experience of. */
function wantsToLearn({ task, mayLearn }: Offerable, { aspirations, skills }: Profile): boolean {
  const isNew = (skill: SkillId): boolean => (aspirations[skill] ?? 0) > 0 && !skills[skill];
  return mayLearn && task.skills_taught.some(isNew);
}

export function firstWord(
  offerable: readonly Offerable[],
  round: Round,
  context: FirstWordContext,
): Word {
  const chosen = offerable
    .map(({ task }) => [task.id, firstChoice(task, context)] as const)
    .filter(([, choice]) => choice !== 'no');
  const planned = context.mine
    .filter(({ task }) => isInRound(task, round))
    .reduce((sum, { task }) => sum + task.minutes, 0);
  const weeks = (Date.parse(round.until) - Date.parse(round.from)) / weekMs;
  const { hoursPerWeek } = context.profile.limits;
  const limit = hoursPerWeek === null ? usualMinutes : hoursPerWeek * 60 * weeks - planned;
  const half = Math.floor(Math.max(0, limit) / 30) * 30;
  return {
    choices: Object.fromEntries(chosen) as Record<TaskId, Choice>,
    minutesMax: Math.min(half, 3600),
    placesMax: usualPlaces,
    rooms: [],
    learning: offerable
      .filter((one) => wantsToLearn(one, context.profile))
      .map(({ task }) => task.id),
  };
}

const baselineWeeks = 4;
const yearWeeks = 365.25 / 7;

/**
 * Minutes of each sector up to its baseline in the four weeks that end with the round, own plans
 * counted; whole hours, so that it says little about anybody. At most 60 hours each.
 */
export function roomsOf(
  entries: readonly HistoryEntry[],
  planned: readonly MyPlace[],
  sectors: Iterable<Sector>,
  round: Round,
): { sector: SectorId; minutes: number }[] {
  const until = Date.parse(round.until);
  const inWindow = (start: string): boolean =>
    Date.parse(start) >= until - baselineWeeks * weekMs && Date.parse(start) < until;
  const minutes = new Map<SectorId, number>();
  const add = (sector: SectorId, more: number): void =>
    void minutes.set(sector, (minutes.get(sector) ?? 0) + more);
  for (const entry of entries)
    if (isWork(entry) && inWindow(entry.start)) add(entry.sector, entry.minutes);
  for (const { task, place } of planned)
    if (place.status === 'taken' && task.start && inWindow(task.start))
      add(task.sector, task.minutes);
  return [...sectors].map(({ id, baseline_hours }) => {
    const left = (baseline_hours * baselineWeeks) / yearWeeks - (minutes.get(id) ?? 0) / 60;
    return { sector: id, minutes: Math.min(60, Math.max(0, Math.ceil(left))) * 60 };
  });
}
