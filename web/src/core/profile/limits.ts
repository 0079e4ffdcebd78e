// What limits may be, wherever they come from: a field of the form, a file, another device, an older app. The
// ranking refuses what makes no sense, so nothing of that is kept.
import { emptyProfile, type Limits, type Profile } from './model';

export const limitRanges = {
  hoursPerWeek: { least: 0, most: 80 },
  heavyPerWeek: { least: 0, most: 14 },
  walkMinutesMax: { least: 0, most: 240 },
  restHours: { least: 0, most: 24 },
  freeDaysPerWeek: { least: 0, most: 7 },
} as const;

type NumberName = keyof typeof limitRanges;

/** The nearest that makes sense; for what is no number or no time of day the usual. */
export function usableLimits(limits: Limits): Limits {
  const numbers = (Object.keys(limitRanges) as NumberName[]).map((name) => [
    name,
    usableNumber(name, limits[name]),
  ]);
  const times = (['notBefore', 'notAfter'] as const).map((name) => [
    name,
    isTimeOfDay(limits[name]) ? limits[name] : null,
  ]);
  return { ...limits, ...Object.fromEntries([...numbers, ...times]) } as Limits;
}

export function withLimits(change: Partial<Limits>): (profile: Profile) => Profile {
  return (profile) => ({ ...profile, limits: usableLimits({ ...profile.limits, ...change }) });
}

function usableNumber(name: NumberName, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return emptyProfile.limits[name];
  const { least, most } = limitRanges[name];
  return Math.min(Math.max(value, least), most);
}

function isTimeOfDay(value: string | null): boolean {
  return value !== null && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
}
