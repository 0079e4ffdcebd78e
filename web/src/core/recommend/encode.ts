// A situation as the words that the ranking reads; src/recommend/layout.h describes them.
import type { Member, Task } from '../api-types';
import { wallClock } from '../calendar/zone';
import { freePlaces } from '../board/free';
import type { Indexed } from '../board/state';
import { isWork, type HistoryEntry } from '../history/entry';
import type { Instant, SectorId, SkillId, TaskId } from '../ids';
import { extraMinutes, type CommuneModel } from '../learning/model';
import type { MyPlace } from '../mine/my-place';
import { inForce, kindOf } from '../profile/answers';
import { dayParts, weekdays, type Answer, type Profile, type WishKey } from '../profile/model';
import { hash } from './hash';
import { makeNames, type Names } from './names';
import { piecesOf, type Piece } from './pieces';
import { Words } from './words-writer';

export interface RecommendInput {
  tasks: Iterable<Task>;
  mine: readonly MyPlace[];
  profile: Profile;
  history: readonly HistoryEntry[];
  catalogue: Indexed;
  member: Member | undefined; // me, as the commune knows me: guilds and certificates
  now: number;
  zone: string;
  limit?: number;
  /** Points that a learner adds to a task, -24 to 24, and whether it knows this very kind of job. */
  taste?: ReadonlyMap<TaskId, { points: number; source: 'before' | 'similar' }>;
  /** The commune's: how long such work really takes, where that was learnt. */
  model?: Pick<CommuneModel, 'kinds'> | null;
  /** What surprised this person today already. */
  surprise?: TaskId | null;
}

/** A request, and what its numbers stand for. */
export interface Encoded {
  readonly words: Int32Array;
  readonly names: Names;
  readonly tasks: readonly Task[];
  readonly pieces: readonly Piece[];
}

export const layoutVersion = 3;
const none = -1;
const likingsWanted = -2;
const surpriseGone = -2;
const taskWords = 28; // of a task without skills, and some to spare
const minuteMs = 60_000;
const recentMs = 8 * 7 * 24 * 60 * minuteMs;
const int32Max = 2 ** 31 - 1;
const effortNumber = { light: 0, medium: 1, heavy: 2 } as const;
const urgencyNumber = { calm: 0, soon: 1, urgent: 2 } as const;
const flag = { timed: 1, open: 2, mine: 4, notNow: 8, willing: 16, gathering: 32, experienced: 64 };

/** A ranking, how gladly each task would be done, or the reasons of one task. */
export type Wanted = 'ranking' | 'likings' | Task;

export function encode(input: RecommendInput, wanted: Wanted = 'ranking'): Encoded {
  const { catalogue, profile } = input;
  const names = makeNames(catalogue, profile);
  const pieces = piecesOf(input.history, input.mine);
  const tasks: Task[] = [];
  // Written first, so that every name is known when the lists before them are written.
  const work = new Words();
  work.putList(pieces, (piece) => putPiece(work, piece, input, names));
  const explained = typeof wanted === 'string' ? null : wanted;
  const board = putTasks(input, names, explained, tasks);
  const words = new Words();
  const number = explained ? tasks.length - 1 : wanted === 'likings' ? likingsWanted : none;
  words.put(layoutVersion, number, input.limit ?? 20);
  words.put(hash(input.member?.id ?? ''), 0, ...instant(input.now, input.zone));
  putPerson(words, input, names);
  words.append(work);
  words.put(tasks.length);
  words.append(board);
  words.put(surpriseShown(input.surprise, tasks));
  return { words: words.all(), names, tasks, pieces };
}

function surpriseShown(shown: TaskId | null | undefined, tasks: readonly Task[]): number {
  if (!shown) return none;
  const at = tasks.findIndex(({ id }) => id === shown);
  return at < 0 ? surpriseGone : at;
}

/** Minutes UTC, and how far the wall is ahead. */
function instant(ms: number, zone: string): [number, number] {
  const utc = Math.floor(ms / minuteMs);
  return [utc, Math.round((wallClock(ms, zone) - ms) / minuteMs)];
}

function putPerson(words: Words, input: RecommendInput, names: Names): void {
  const { profile, catalogue, member } = input;
  const { limits, week } = profile;
  const orNone = (value: number | null): number => (value === null ? none : Math.round(value));
  words.put(
    limits.hoursPerWeek === null ? none : Math.round(limits.hoursPerWeek * 60),
    orNone(limits.heavyPerWeek),
    minuteOfDay(limits.notBefore),
    minuteOfDay(limits.notAfter),
    orNone(limits.walkMinutesMax),
    Math.round(limits.restHours * 60),
    Math.round(limits.freeDaysPerWeek),
  );
  for (const day of weekdays) for (const { id } of dayParts) words.put(week[day][id]);
  const until = certificates(member);
  words.putList(names.skills.ids, (id) =>
    words.put(
      profile.skills[id] ?? 0,
      profile.interests[id] ?? 0,
      profile.aspirations[id] ?? 0,
      until.get(id) ?? 0,
    ),
  );
  const recent = recentMinutes(input);
  words.putList(names.sectors.ids, (id) => {
    const baseline = catalogue.sectors.get(id)?.baseline_hours ?? 0;
    words.put(Math.round(baseline), recent.get(id) ?? 0, profile.sectors[id] ?? 0);
  });
  words.putList(names.guilds.ids, (id) => words.put(member?.guilds.includes(id) ? 1 : 0));
  words.putList(names.venues.ids, (id) => {
    const venue = catalogue.venues.get(id);
    words.put(Math.round(venue?.x_m ?? 0), Math.round(venue?.y_m ?? 0));
  });
  const refused = refusedKinds(inForce(profile, input.now));
  words.putList(names.kinds.ids, (kind) => words.put(refused.get(kind) ?? 0));
  words.putList(names.wishes.ids, (key) => words.put(...profile.wishes[key]!));
}

function minuteOfDay(time: string | null): number {
  if (time === null) return none;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function certificates(member: Member | undefined): Map<SkillId, number> {
  const until = new Map<SkillId, number>();
  for (const { skill, valid_until } of member?.certificates ?? []) {
    const minute = valid_until === null ? int32Max : Math.floor(Date.parse(valid_until) / minuteMs);
    until.set(skill, Math.max(until.get(skill) ?? 0, minute));
  }
  return until;
}

/** Done in the last eight weeks, and planned; not what was planned, is over and was never done. */
function recentMinutes({ history, now }: RecommendInput): Map<SectorId, number> {
  const minutes = new Map<SectorId, number>();
  for (const entry of history) {
    const { sector, minutes: length } = entry;
    const start = Date.parse(entry.start);
    if (start < now - recentMs || !(isWork(entry) || start + length * minuteMs > now)) continue;
    minutes.set(sector, (minutes.get(sector) ?? 0) + length);
  }
  return minutes;
}

function refusedKinds(answers: readonly Answer[]): Map<string, number> {
  const refused = new Map<string, number>();
  for (const given of answers) {
    if (given.kind === 'not_this_kind') refused.set(kindOf(given), 1);
    if (given.kind === 'never') refused.set(kindOf(given), 2);
  }
  return refused;
}

function wishOf({ template, guild }: Pick<Task, 'template' | 'guild'>, names: Names): number {
  const key: WishKey = template ? `template:${template}` : `guild:${guild}`;
  return names.wishes.find(key);
}

/** As long as such work really takes, as far as the commune learnt it. */
function expected(
  minutes: number,
  work: Pick<Task, 'template'>,
  { model }: RecommendInput,
): number {
  return Math.max(0, minutes + ((model && extraMinutes(model, work)) ?? 0));
}

function putPiece(words: Words, piece: Piece, input: RecommendInput, names: Names): void {
  const { zone } = input;
  const minutes = piece.done ? piece.minutes : expected(piece.minutes, piece, input);
  words.put(...instant(piece.start, zone), ...instant(piece.end, zone));
  words.put(minutes, effortNumber[piece.effort], piece.done ? 1 : 0, piece.fixed ? 1 : 0);
  words.put(names.kinds.of(kindOf(piece)), wishOf(piece, names));
  words.put(piece.venue ? names.venues.find(piece.venue) : none);
}

/** A task of a sector that this device does not know yet is left out. */
function putTasks(input: RecommendInput, names: Names, explain: Task | null, tasks: Task[]): Words {
  const mine = new Set(input.mine.map(({ task }) => task.id));
  const said = new Map<TaskId, Answer['kind']>();
  for (const { kind, task } of inForce(input.profile, input.now)) if (task) said.set(task, kind);
  const words = new Words();
  for (const task of explain ? [explain] : input.tasks) {
    const sector = names.sectors.find(task.sector);
    if (sector < 0) continue;
    tasks.push(task);
    putTask(words, task, {
      input,
      names,
      mine: mine.has(task.id),
      said: said.get(task.id),
      sector,
    });
  }
  return words;
}

interface TaskContext {
  input: RecommendInput;
  names: Names;
  mine: boolean;
  said: Answer['kind'] | undefined;
  sector: number;
}

function putTask(
  words: Words,
  task: Task,
  { input, names, mine, said, sector }: TaskContext,
): void {
  const { zone, taste, now } = input;
  const free = freePlaces(task, now);
  const timed = task.start !== null && task.end !== null;
  const wanted = timed ? task.start : task.due;
  const liked = taste?.get(task.id);
  const lists = [task.certificates, task.skills_helpful, task.skills_taught];
  const skills = lists.reduce((sum, list) => sum + list.length, 0);
  let { array, at } = words.room(taskWords + skills); // written in place: there may be 10,000 of them
  array[at++] = parseInt(task.id.slice(0, 8), 16) | 0;
  array[at++] = parseInt(task.id.slice(8, 16), 16) | 0;
  array[at++] = flagsOf(task, timed, mine, said);
  at = putInstant(array, at, wanted, zone);
  at = putInstant(array, at, task.end, zone);
  array[at++] = expected(task.minutes, task, input);
  array[at++] = sector;
  array[at++] = names.guilds.of(task.guild);
  array[at++] = names.kinds.of(kindOf(task));
  array[at++] = wishOf(task, names);
  array[at++] = task.venue ? names.venues.find(task.venue) : none;
  array[at++] = task.importance;
  array[at++] = urgencyNumber[task.urgency];
  array[at++] = effortNumber[task.effort];
  array[at++] = task.missing;
  array[at++] = free.regular;
  array[at++] = free.trainee;
  array[at++] = liked?.points ?? 0;
  array[at++] = liked?.source === 'similar' ? 1 : 0;
  for (const list of lists) array[at++] = list.length;
  for (const list of lists) for (const skill of list) array[at++] = names.skills.of(skill);
  words.end(at);
}

function putInstant(array: Int32Array, at: number, when: Instant | null, zone: string): number {
  const ms = when ? Date.parse(when) : 0;
  array[at] = Math.floor(ms / minuteMs);
  array[at + 1] = when ? Math.round((wallClock(ms, zone) - ms) / minuteMs) : 0;
  return at + 2;
}

function flagsOf(
  task: Task,
  timed: boolean,
  mine: boolean,
  said: Answer['kind'] | undefined,
): number {
  return (
    (timed ? flag.timed : 0) +
    (task.status === 'open' ? flag.open : 0) +
    (mine ? flag.mine : 0) +
    (said === 'not_now' ? flag.notNow : 0) +
    (said === 'willing' ? flag.willing : 0) +
    (task.gathering ? flag.gathering : 0) +
    (experienced(task) ? flag.experienced : 0)
  );
}

/** Who is on it already and shows a name, not as a trainee. */
export function experienced(task: Task): string | null {
  return task.places.find((place) => !place.trainee && place.name !== null)?.name ?? null;
}
