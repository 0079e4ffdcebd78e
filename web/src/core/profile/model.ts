// What a person tells only this device: skills, interests, wishes to learn, hours, limits. It is
// used here for recommendations and never sent; an export is encrypted with the person's own key.
import type { GuildId, Instant, SectorId, SkillId, TaskId, TemplateId, VenueId } from '../ids';

/** 0 not at all, 1 a little, 2 well, 3 very much. */
export type Level = 0 | 1 | 2 | 3;

/** 0 not then, 1 if need be, 2 gladly. */
export type Willingness = 0 | 1 | 2;

export const dayParts = [
  { id: 'early', from: 6, to: 9 },
  { id: 'morning', from: 9, to: 12 },
  { id: 'midday', from: 12, to: 14 },
  { id: 'afternoon', from: 14, to: 18 },
  { id: 'evening', from: 18, to: 22 },
  { id: 'night', from: 22, to: 30 }, // until six the next day
] as const;

export type DayPart = (typeof dayParts)[number]['id'];

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

export type WeekGrid = Readonly<Record<Weekday, Readonly<Record<DayPart, Willingness>>>>;

export interface Limits {
  readonly hoursPerWeek: number | null;
  readonly notBefore: string | null; // "10:00"
  readonly notAfter: string | null; // "21:30"
  readonly heavyPerWeek: number | null; // places of heavy work
  readonly walkMinutesMax: number | null;
  readonly restHours: number; // between the end of one day and the start of the next
  readonly freeDaysPerWeek: number;
}

export interface Ping {
  readonly perDay: number; // in any 24 hours
  readonly perWeek: number; // 0: never
  readonly urgentOnly: boolean;
  readonly quietFrom: string; // "21:00"
  readonly quietTo: string; // "08:00"
  readonly urgentAtNight: boolean; // urgent calls may ring in the quiet hours too
  readonly usualVenue: VenueId | ''; // where the owner is, when no own place says better
}

/** What a person said to a recommendation. `until` null: until taken back. "Willing": if it is needed. */
export interface Answer {
  readonly kind: 'willing' | 'not_now' | 'not_this_kind' | 'never';
  readonly task: TaskId | null;
  readonly template: TemplateId | null;
  readonly guild: GuildId | null;
  readonly title: string;
  readonly at: Instant;
  readonly until: Instant | null;
}

export const frequencies = ['month', 'fortnight', 'week', 'often'] as const;
export type Frequency = (typeof frequencies)[number];

/** -2 I would much rather not, 2 very gladly. */
export type Liking = -2 | -1 | 0 | 1 | 2;

/** How I would like a kind of job once a month, every other week, weekly, several times a week. */
export type Wish = readonly [Liking, Liking, Liking, Liking];

/** A kind of job: a template, or the work of a guild that stands in no template. */
export type WishKey = `template:${TemplateId}` | `guild:${GuildId}`;

export interface Profile {
  readonly version: 1;
  readonly skills: Readonly<Record<SkillId, Level>>; // what I can do
  readonly interests: Readonly<Record<SkillId, Level>>; // what I like doing
  readonly sectors: Readonly<Record<SectorId, Level>>; // sectors I like to work in
  readonly aspirations: Readonly<Record<SkillId, Level>>; // what I would like to learn
  readonly week: WeekGrid;
  readonly limits: Limits;
  readonly ping: Ping;
  readonly wishes: Readonly<Record<WishKey, Wish>>;
  readonly asked: { readonly wishes: Instant | null }; // when they were last gone through
  readonly answers: readonly Answer[];
}

export function evenWeek(willingness: Willingness): WeekGrid {
  const day = Object.fromEntries(dayParts.map(({ id }) => [id, willingness]));
  return Object.fromEntries(weekdays.map((weekday) => [weekday, day])) as WeekGrid;
}

export const emptyProfile: Profile = {
  version: 1,
  skills: {},
  interests: {},
  sectors: {},
  aspirations: {},
  week: evenWeek(1),
  limits: {
    hoursPerWeek: null,
    notBefore: null,
    notAfter: null,
    heavyPerWeek: null,
    walkMinutesMax: null,
    restHours: 11,
    freeDaysPerWeek: 1,
  },
  ping: {
    perDay: 1,
    perWeek: 2,
    urgentOnly: true,
    quietFrom: '21:00',
    quietTo: '08:00',
    urgentAtNight: false,
    usualVenue: '',
  },
  wishes: {},
  asked: { wishes: null },
  answers: [],
};

/** Sets one slider; level 0 takes the entry away. */
export function withLevel<Id extends string>(
  levels: Readonly<Record<Id, Level>>,
  id: Id,
  level: Level,
): Readonly<Record<Id, Level>> {
  const { [id]: _, ...others } = levels;
  return (level === 0 ? others : { ...others, [id]: level }) as unknown as Record<Id, Level>;
}

export function withHours(
  week: WeekGrid,
  day: Weekday,
  part: DayPart,
  willingness: Willingness,
): WeekGrid {
  return { ...week, [day]: { ...week[day], [part]: willingness } };
}
