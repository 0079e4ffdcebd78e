// A profile from outside (an older version of the app, a file): what is usable is taken, the rest
// gets its usual value, so that an old device never loses a whole profile over one field.
import { usableLimits } from './limits';
import {
  dayParts,
  emptyProfile,
  frequencies,
  weekdays,
  type Level,
  type Profile,
  type WeekGrid,
  type Willingness,
  type Wish,
  type WishKey,
} from './model';

type Unknown = Record<string, unknown>;

/** Null: this is no profile at all. */
export function parseProfile(value: unknown): Profile | null {
  if (typeof value !== 'object' || value === null || (value as Unknown)['version'] !== 1)
    return null;
  const from = value as Unknown;
  return {
    version: 1,
    skills: levels(from['skills']),
    interests: levels(from['interests']),
    sectors: levels(from['sectors']),
    aspirations: levels(from['aspirations']),
    week: week(from['week']),
    limits: usableLimits(alike(emptyProfile.limits, from['limits'], new Set(['number', 'string']))),
    ping: alike(emptyProfile.ping, from['ping'], new Set()),
    wishes: wishes(from['wishes']),
    asked: alike(emptyProfile.asked, from['asked'], new Set(['string'])),
    answers: Array.isArray(from['answers']) ? (from['answers'] as Profile['answers']) : [],
  };
}

function levels(value: unknown): Record<string, Level> {
  const entries = Object.entries((value ?? {}) as Unknown);
  return Object.fromEntries(
    entries.filter(([, level]) => level === 1 || level === 2 || level === 3),
  ) as Record<string, Level>;
}

function wishes(value: unknown): Record<WishKey, Wish> {
  const isWish = (wish: unknown): boolean =>
    Array.isArray(wish) &&
    wish.length === frequencies.length &&
    wish.every((liking) => Number.isInteger(liking) && Math.abs(liking as number) <= 2);
  const entries = Object.entries((value ?? {}) as Unknown);
  return Object.fromEntries(entries.filter(([, wish]) => isWish(wish))) as Record<WishKey, Wish>;
}

function week(value: unknown): WeekGrid {
  const from = (value ?? {}) as Record<string, Unknown | undefined>;
  const willingness = (day: string, part: string): Willingness => {
    const given = from[day]?.[part];
    return given === 0 || given === 2 ? given : 1;
  };
  return Object.fromEntries(
    weekdays.map((day) => [
      day,
      Object.fromEntries(dayParts.map(({ id }) => [id, willingness(day, id)])),
    ]),
  ) as WeekGrid;
}

/** Fields of the same type as the usual ones; where the usual one is null, of one of `orTypes`. */
function alike<T extends object>(usual: T, value: unknown, orTypes: ReadonlySet<string>): T {
  const from = (value ?? {}) as Unknown;
  const take = ([name, standard]: [string, unknown]): [string, unknown] => {
    const given = from[name];
    const fits = standard === null ? orTypes.has(typeof given) : typeof given === typeof standard;
    return [name, fits ? given : standard];
  };
  return Object.fromEntries(Object.entries(usual).map(take)) as T;
}
