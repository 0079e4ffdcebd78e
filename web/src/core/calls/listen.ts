// The two sides of a call as the policy wants them: what everybody knows, from the board, and what
// only this device knows of its owner.
import type { Effort, Member, Task, Venue } from '../api-types';
import { missingCertificate, whyNot } from '../board/can-take';
import { findClashes } from '../board/clashes';
import { walkMinutes } from '../board/distance';
import type { BoardTask, Indexed } from '../board/state';
import { localDate, wallClock, weekdayOf } from '../calendar/zone';
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
import type { CallTask } from './question';
import type { RingMemory } from './ring-memory';

const eveningHour = 18;
const morningHour = 6; // who worked until then worked at night
const neighbourMinutes = 25; // from where one sets off; docs/evaluations.md

const efforts: readonly Effort[] = ['light', 'medium', 'heavy'];

export interface ListenContext {
  module: RankingModule;
  model: CommuneModel | null; // the commune's, where this device has it
  isTired: boolean; // the owner worked heavily in the last two days
  catalogue: Indexed;
  member: Member | undefined;
  members: readonly Member[]; // of the commune
  mine: readonly MyPlace[];
  profile: Profile;
  memory: RingMemory;
  zone: string;
  now: number; // milliseconds
}

const seconds = (instant: string | null): number =>
  instant === null ? 0 : Math.floor(Date.parse(instant) / 1000);

/** Null: no urgent call, but work like other work, or one that the owner does not want to hear of. */
export function callOf(task: CallTask, context: ListenContext): Call | null {
  const { module, profile, memory } = context;
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
  // Nobody rang for those who were coming when it was first heard of.
  const before = memory.followed[task.id]?.coming ?? task.coming;
  const came = Math.max(0, task.coming - before);
  return {
    ...span,
    places: task.missing + came,
    accepted: came,
    peopleWithin: peopleWithin(task, context),
    acceptancePermille: pooledAcceptance(module, memory.record),
  };
}

/** Who hears it and may come, ring by ring; beyond the commune nobody knows how many there are. */
function peopleWithin(task: CallTask, { members, now }: ListenContext): Call['peopleWithin'] {
  const may = members.filter((one) => missingCertificate(task, one, now) === undefined);
  const inGuild = may.filter(({ guilds }) => guilds.includes(task.guild)).length;
  return task.isQuestion ? [inGuild, inGuild, inGuild] : [inGuild, may.length, may.length];
}

export function listenerOf(task: BoardTask, context: ListenContext): Listener {
  const { module, catalogue, member, mine, profile, memory, zone, now } = context;
  const liking = likingOf(task, context);
  const free =
    whyNot(task, context) === null &&
    !findClashes(task, mine, catalogue.venues).some(({ kind }) => kind === 'overlap');
  const { perDay, perWeek, quietFrom, quietTo, urgentAtNight } = profile.ping;
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
    minutesAway: minutesAway(task, context),
    restsUntil: restsUntil(mine, profile, zone, now),
    quiet: {
      beginMinute: minuteOf(quietFrom),
      endMinute: minuteOf(quietTo),
      letsUrgentThrough: urgentAtNight,
    },
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

function minutesAway(task: Task, context: ListenContext): number {
  const there = venue(task, context.catalogue.venues);
  return walkMinutes(whereNow(context), there) + (task.neighbour ? neighbourMinutes : 0);
}

/** Where the owner works just now, as the own places say, or usually is; nobody is located. */
function whereNow({ mine, catalogue, profile, now }: ListenContext): Venue | undefined {
  const at = mine.find(
    ({ task }) =>
      task.start !== null &&
      task.end !== null &&
      Date.parse(task.start) <= now &&
      Date.parse(task.end) > now - 15 * 60_000,
  );
  const { usualVenue } = profile.ping;
  const usual = usualVenue ? catalogue.venues.get(usualVenue) : undefined;
  return (at && venue(at.task, catalogue.venues)) ?? usual;
}

const isLate = (hour: number): boolean => hour >= eveningHour || hour < morningHour;

/** After work that ended in the evening or at night the owner sleeps as long as the profile says. */
function restsUntil(
  mine: readonly MyPlace[],
  { limits }: Profile,
  zone: string,
  now: number,
): number {
  const evenings = mine.flatMap(({ task }) =>
    task.end !== null && Date.parse(task.end) <= now && isLate(hourOf(Date.parse(task.end), zone))
      ? [seconds(task.end) + limits.restHours * 3600]
      : [],
  );
  return Math.max(0, ...evenings);
}
