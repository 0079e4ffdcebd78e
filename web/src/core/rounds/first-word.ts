// What the form of a round starts from: the private profile's view of each task, the owner's weekly
// limit, and, where the owner wants it, how much of each sector is left to the baseline.
import type { Round, Sector, Task } from '../api-types';
import { dayNumber, toLocal } from '../calendar/zone';
import type { HistoryEntry } from '../history/entry';
import { isWork } from '../history/entry';
import type { GuildId, SectorId, SkillId, TaskId, TemplateId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import { inForce, kindOf } from '../profile/answers';
import {
  dayParts,
  weekdays,
  type Level,
  type Liking,
  type Profile,
  type WishKey,
} from '../profile/model';
import { isInRound } from './phase';
import type { Choice, Offerable, Word } from './word';

export interface FirstWordContext {
  profile: Profile;
  guilds: readonly GuildId[]; // mine
  turns: readonly TemplateId[]; // what it is my turn to be asked for
  mine: readonly MyPlace[];
  zone: string;
  now: number;
}

const usualMinutes = 6 * 60;
const usualPlaces = 3;
const weekMs = 7 * 24 * 3600_000;

/**
 * How gladly somebody would do a task: what was wished for its kind of job, as often as it is liked best;
 * without such a wish what the profile says of skills and sector. Refused, or not free then: -2.
 */
export function likingOf(
  task: Task,
  { profile, zone, now }: Pick<FirstWordContext, 'profile' | 'zone' | 'now'>,
): Liking {
  const refused = inForce(profile, now).some(
    (given) =>
      (given.kind === 'never' || given.kind === 'not_this_kind') && kindOf(given) === kindOf(task),
  );
  if (refused || !isAwake(task, profile, zone)) return -2;
  const hours = hoursWillingness(task, profile, zone);
  if (hours === 0) return -2;
  const key: WishKey = task.template ? `template:${task.template}` : `guild:${task.guild}`;
  const wish = profile.wishes[key];
  const liking = wish ? Math.max(...wish) : interestIn(task, profile);
  return Math.min(liking, hours) as Liking;
}

function interestIn(task: Task, profile: Profile): number {
  const levelOf = (levels: Readonly<Record<SkillId, Level>>, skills: readonly SkillId[]): number =>
    Math.max(0, ...skills.map((skill) => levels[skill] ?? 0));
  const skills = [...task.skills_helpful, ...task.certificates, ...task.skills_taught];
  const level = Math.max(
    levelOf(profile.interests, skills),
    levelOf(profile.aspirations, task.skills_taught),
    profile.sectors[task.sector] ?? 0,
  );
  return Math.min(level, 2);
}

/** Before and after the hours that the owner keeps free, whatever the day. */
function isAwake(task: Task, { limits }: Profile, zone: string): boolean {
  if (!task.start || !task.end) return true;
  const start = toLocal(task.start, zone).slice(11, 16);
  const end = toLocal(task.end, zone).slice(11, 16);
  return (
    !(limits.notBefore && start < limits.notBefore) && !(limits.notAfter && end > limits.notAfter)
  );
}

/** The least of the hours that it covers: 0 not then, 1 if need be, 2 gladly. */
function hoursWillingness(task: Task, { week }: Profile, zone: string): number {
  if (!task.start || !task.end) return 2;
  let least = 2;
  const hourMs = 3600_000;
  for (let at = Date.parse(task.start); at < Date.parse(task.end); at += hourMs) {
    const local = toLocal(at, zone);
    const hour = Number(local.slice(11, 13));
    const before = hour < 6 ? 1 : 0; // the night belongs to the day on which it began
    const weekday = weekdays[(dayNumber(at, zone) - before + 3 + 7) % 7]!; // 1 January 1970: a Thursday
    const part = dayParts.find(
      ({ from, to }) => hour + 24 * before >= from && hour + 24 * before < to,
    );
    if (part) least = Math.min(least, week[weekday][part.id]);
  }
  return least;
}

export function isMyTurn(task: Task, { turns }: Pick<FirstWordContext, 'turns'>): boolean {
  return task.template !== '' && turns.includes(task.template);
}

function firstChoice(task: Task, context: FirstWordContext): Choice {
  const liking = likingOf(task, context);
  if (liking < 0) return 'no';
  if (liking > 0) return liking === 2 ? 'gladly' : 'yes';
  const skills = [...task.skills_helpful, ...task.certificates];
  const isMyKind =
    isMyTurn(task, context) ||
    context.guilds.includes(task.guild) ||
    skills.some((skill) => (context.profile.skills[skill] ?? 0) > 0);
  return isMyKind ? 'if_needed' : 'no';
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
