// The two sides of a call as the policy wants them: what everybody knows, from the board, and what
// only this device knows of its owner.
import type { Effort, Guild, Member, Task, Venue } from '../api-types';
import { whyNot } from '../board/can-take';
import { findClashes } from '../board/clashes';
import { walkMinutes } from '../board/distance';
import type { BoardTask, Indexed } from '../board/state';
import { localDate, toLocal, wallClock, weekdayOf } from '../calendar/zone';
import type { VenueId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import { likingOf } from '../rounds/first-word';
import type { Liking, Profile } from '../profile/model';
import type { RankingModule } from '../recommend/ranking-module';
import { hourOf, acceptancePermille, type CommuneModel } from '../learning/model';
import {
  findCall,
  ownAcceptance,
  pooledAcceptance,
  type Call,
  type Listener,
  type RingSituation,
} from './policy';
import type { RingMemory } from './ring-memory';

const eveningHour = '18:00';

const efforts: readonly Effort[] = ['light', 'medium', 'heavy'];

export interface ListenContext {
  module: RankingModule;
  model: CommuneModel | null; // the commune's, where this device has it
  isTired: boolean; // the owner worked heavily in the last two days
  catalogue: Indexed;
  member: Member | undefined;
  people: number; // in the commune
  mine: readonly MyPlace[];
  profile: Profile;
  memory: RingMemory;
  zone: string;
  now: number; // milliseconds
}

const seconds = (instant: string | null): number =>
  instant === null ? 0 : Math.floor(Date.parse(instant) / 1000);

/** Null: no urgent call, but work like other work, or one that the owner does not want to hear of. */
export function callOf(task: Task, context: ListenContext): Call | null {
  const { module, catalogue, people, profile, memory } = context;
  const facts = {
    postedAt: seconds(task.posted_at),
    shortSince: seconds(task.short_since),
    start: seconds(task.start),
    end: seconds(task.end),
    urgency: task.urgency,
    importance: task.importance,
    isOpen: task.status === 'open',
    repeats: task.series !== null,
    urgentOnly: profile.ping.urgentOnly,
  };
  const span = findCall(module, facts, Math.floor(context.now / 1000));
  if (!span) return null;
  const guild: Guild | undefined = catalogue.guilds.get(task.guild);
  return {
    ...span,
    places: task.people_min,
    accepted: task.coming,
    peopleWithin: [guild?.members ?? 0, people, people],
    acceptancePermille: pooledAcceptance(module, memory.record),
  };
}

export function listenerOf(task: BoardTask, context: ListenContext): Listener {
  const { module, catalogue, member, mine, profile, memory, zone, now } = context;
  const liking = likingOf(task, context);
  const free =
    whyNot(task, context) === null &&
    !findClashes(task, mine, catalogue.venues).some(({ kind }) => kind === 'overlap');
  const { perDay, perWeek, quietFrom, quietTo } = profile.ping;
  return {
    ring: member?.guilds.includes(task.guild) ? 'guild' : 'commune',
    isAble: free && liking > -2,
    hasRung: memory.rung.includes(task.id),
    fitPermille: fit(liking),
    acceptancePermille: ownAcceptance(
      module,
      memory.record,
      memory.answers,
      situationOf(task, context),
    ),
    minutesAway: walkMinutes(whereNow(mine, catalogue.venues, now), venue(task, catalogue.venues)),
    restsUntil: restsUntil(mine, profile, zone, now),
    quiet: { beginMinute: minuteOf(quietFrom), endMinute: minuteOf(quietTo) },
    budget: { aDay: count(perDay), aWeek: count(perWeek) },
    utcOffsetSeconds: Math.round((wallClock(now, zone) - now) / 1000),
    pings: memory.pings,
  };
}

/** What the owner is asked by a ring now, as far as it makes a yes more or less likely. */
export function situationOf(task: Task, context: ListenContext): RingSituation {
  const { model, isTired, zone, now } = context;
  const begins = Math.max(now, task.start === null ? now : Date.parse(task.start));
  return {
    hour: hourOf(begins, zone),
    weekday: weekdayOf(localDate(begins, zone)),
    kind: task.template || `guild:${task.guild}`,
    leadMinutes: Math.round((begins - now) / 60_000),
    usual: {
      all: model?.overall ?? 0,
      such: model ? acceptancePermille(model, task, zone) : 0,
      whenTired: (model && isTired && model.tired[efforts.indexOf(task.effort)]) || 0,
    },
  };
}

function fit(liking: Liking): number {
  return 500 + 250 * liking;
}

/** A profile may come from a file: what is no count is none. */
const count = (value: number): number => Math.max(0, Math.trunc(value) || 0);

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return Math.min(count(hours * 60 + minutes), 24 * 60);
}

function venue(task: Task, venues: ReadonlyMap<VenueId, Venue>): Venue | undefined {
  return task.venue ? venues.get(task.venue) : undefined;
}

/** Where the owner works just now, as the own places say; nobody is located. */
function whereNow(
  mine: readonly MyPlace[],
  venues: ReadonlyMap<VenueId, Venue>,
  now: number,
): Venue | undefined {
  const at = mine.find(
    ({ task }) =>
      task.start !== null &&
      task.end !== null &&
      Date.parse(task.start) <= now &&
      Date.parse(task.end) > now - 15 * 60_000,
  );
  return at && venue(at.task, venues);
}

/** After an evening's work the owner sleeps as long as the profile says. */
function restsUntil(
  mine: readonly MyPlace[],
  { limits }: Profile,
  zone: string,
  now: number,
): number {
  const evenings = mine.flatMap(({ task }) =>
    task.end !== null &&
    Date.parse(task.end) <= now &&
    toLocal(task.end, zone).slice(11, 16) >= eveningHour
      ? [seconds(task.end) + limits.restHours * 3600]
      : [],
  );
  return Math.max(0, ...evenings);
}
