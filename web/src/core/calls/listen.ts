// The two sides of a call as the policy wants them: what everybody knows, from the board, and what
// only this device knows of its owner.
import type { Guild, Member, Task, Venue } from '../api-types';
import { whyNot } from '../board/can-take';
import { findClashes } from '../board/clashes';
import { walkMinutes } from '../board/distance';
import type { BoardTask, Indexed } from '../board/state';
import { toLocal, wallClock } from '../calendar/zone';
import type { TaskId, VenueId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import { likingOf } from '../rounds/first-word';
import type { Liking, Profile } from '../profile/model';
import { pooledAcceptancePermille, type Call, type Listener } from './policy';

const noticeMaxSeconds = 2 * 86_400; // what was planned longer ahead is no call
const soonSeconds = 15 * 60;
const eveningHour = '18:00';

/** What this device remembers about ringing; it leaves the device never. */
export interface RingMemory {
  readonly pings: readonly number[]; // seconds; the last weeks'
  readonly rung: readonly TaskId[];
  readonly answered: { readonly rung: number; readonly came: number };
  readonly draws: Readonly<Record<TaskId, number>>;
}

export const noRings: RingMemory = {
  pings: [],
  rung: [],
  answered: { rung: 0, came: 0 },
  draws: {},
};

export interface ListenContext {
  catalogue: Indexed;
  member: Member | undefined;
  people: number; // in the commune
  mine: readonly MyPlace[];
  profile: Profile;
  memory: RingMemory;
  zone: string;
  now: number; // milliseconds
}

const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** Null: no urgent call, but work like other work. */
export function callOf(task: Task, { catalogue, people, profile }: ListenContext): Call | null {
  const wanted = task.urgency === 'urgent' || (task.urgency === 'soon' && !profile.ping.urgentOnly);
  if (!wanted || task.status !== 'open' || task.series !== null) return null; // what repeats is planned
  if (task.start === null || task.end === null) return null;
  const raisedAt = seconds(task.posted_at);
  const start = seconds(task.start);
  const neededBy = start > raisedAt + soonSeconds ? start : seconds(task.end);
  if (neededBy - raisedAt > noticeMaxSeconds) return null;
  const guild: Guild | undefined = catalogue.guilds.get(task.guild);
  return {
    raisedAt,
    neededBy,
    urgency: task.urgency,
    places: task.people_min,
    accepted: task.coming,
    peopleWithin: [guild?.members ?? 0, people, people],
    acceptancePermille: pooledAcceptancePermille(0, 0),
  };
}

export function listenerOf(task: BoardTask, context: ListenContext): Listener {
  const { catalogue, member, mine, profile, memory, zone, now } = context;
  const { answered } = memory;
  const liking = likingOf(task, { ...context, guilds: member?.guilds ?? [] });
  const free =
    whyNot(task, context) === null &&
    !findClashes(task, mine, catalogue.venues).some(({ kind }) => kind === 'overlap');
  const { perWeek, quietFrom, quietTo } = profile.ping;
  return {
    ring: member?.guilds.includes(task.guild) ? 'guild' : 'commune',
    isAble: free && liking > -2,
    hasRung: memory.rung.includes(task.id),
    fitPermille: fit(liking),
    acceptancePermille: pooledAcceptancePermille(answered.came, answered.rung),
    minutesAway: walkMinutes(whereNow(mine, catalogue.venues, now), venue(task, catalogue.venues)),
    restsUntil: restsUntil(mine, profile, zone, now),
    quiet: { beginMinute: minuteOf(quietFrom), endMinute: minuteOf(quietTo) },
    budget: { aDay: perWeek, aWeek: perWeek },
    utcOffsetSeconds: Math.round((wallClock(now, zone) - now) / 1000),
    pings: memory.pings,
  };
}

function fit(liking: Liking): number {
  return 500 + 250 * liking;
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
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
