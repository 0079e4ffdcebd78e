// A made-up person of a demo comes with wishes of their own, so that suggestions have something to go
// by. They are public like the person's keys; from the first change on the profile is this device's.
import type { DemoPerson } from '../api-types';
import type { SkillId } from '../ids';
import type { OpenedPerson } from '../people/opened';
import {
  dayParts,
  emptyProfile,
  weekdays,
  type Level,
  type Profile,
  type WeekGrid,
  type Willingness,
} from './model';

const partsOf: Readonly<Record<string, readonly string[]>> = {
  mornings: ['early', 'morning'],
  afternoons: ['midday', 'afternoon'],
  evenings: ['evening'],
};

/** "mornings, weekends": gladly then, if need be in the other daytime hours, not at night. */
export function weekOf(availability: string): WeekGrid {
  const words = availability.split(/[,\s]+/).filter(Boolean);
  const glad = new Set(words.flatMap((word) => partsOf[word] ?? []));
  const at = (weekend: boolean, part: string): Willingness => {
    if (part === 'night') return 0;
    return glad.has(part) || (weekend && words.includes('weekends')) ? 2 : 1;
  };
  return Object.fromEntries(
    weekdays.map((weekday) => [
      weekday,
      Object.fromEntries(
        dayParts.map(({ id }) => [id, at(weekday === 'sat' || weekday === 'sun', id)]),
      ),
    ]),
  ) as WeekGrid;
}

export function profileOf(person: DemoPerson): Profile {
  const levels = (skills: readonly SkillId[], level: Level) =>
    Object.fromEntries(skills.map((skill) => [skill, level])) as Record<SkillId, Level>;
  return {
    ...emptyProfile,
    skills: levels(person.interests, 2),
    interests: levels(person.interests, 3),
    aspirations: levels(person.aspirations, 2),
    week: weekOf(person.availability),
  };
}

interface DemoApi {
  demoPeople(): Promise<{ people: DemoPerson[] }>;
}

/** What a profile begins with: a demo person's wishes, nothing for everybody else. */
export async function firstProfile(api: DemoApi, opened: OpenedPerson): Promise<Profile> {
  if (opened.record.kind !== 'demo') return emptyProfile;
  const { people } = await api.demoPeople().catch(() => ({ people: [] as DemoPerson[] }));
  const found = people.find(({ member }) => member === opened.member);
  return found ? profileOf(found) : emptyProfile;
}
