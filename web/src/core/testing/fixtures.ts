// Things to test with: a small catalogue, and tasks with only the interesting fields said.
import type { Catalogue, Place, Task } from '../api-types';
import { recount } from '../board/counts';
import { indexCatalogue, type Indexed } from '../board/state';
import type {
  GuildId,
  Instant,
  MemberId,
  PublicKey,
  SectorId,
  SkillId,
  TaskId,
  TemplateId,
  VenueId,
} from '../ids';
import type { MyPlace } from '../mine/my-place';

export const zone = 'Europe/Berlin';
export const noon = Date.parse('2026-11-22T11:00:00Z'); // a Sunday, 12:00 in Berlin

const hours: [string, number][] = [
  ['food', 20],
  ['healthcare', 20],
  ['education', 20],
  ['maintenance', 20],
  ['governance', 20],
  ['arts', 50],
];

export function makeCatalogue(): Catalogue {
  return {
    height: 1,
    sectors: hours.map(([id, baseline_hours]) => ({
      id: id as SectorId,
      name: id,
      about: '',
      baseline_hours,
    })),
    guilds: [
      {
        id: 'kitchen' as GuildId,
        name: 'Kitchen',
        sector: 'food' as SectorId,
        about: '',
        members: 9,
        stewards: [],
      },
      {
        id: 'repairs' as GuildId,
        name: 'Repairs',
        sector: 'maintenance' as SectorId,
        about: '',
        members: 4,
        stewards: [],
      },
    ],
    venues: [
      { id: 'house' as VenueId, name: 'Common house', x_m: 0, y_m: 0 },
      { id: 'mill' as VenueId, name: 'Mill', x_m: 0, y_m: 1500 },
    ],
    skills: ['cooking', 'baking', 'plumbing', 'food-hygiene'].map((id) => ({
      id: id as SkillId,
      name: id,
      sector: 'food' as SectorId,
      certified_by: (id === 'food-hygiene' ? 'kitchen' : '') as GuildId | '',
    })),
    templates: [],
    series: [],
  };
}

export function indexed(): Indexed {
  return indexCatalogue(makeCatalogue());
}

let count = 0;

export function taskId(number: number): TaskId {
  return number.toString(16).padStart(32, '0') as TaskId;
}

export function makeTask(part: Partial<Task> = {}): Task {
  count += 1;
  return recount({
    id: taskId(count),
    guild: 'kitchen' as GuildId,
    sector: 'food' as SectorId,
    title: 'Cook dinner',
    why: '',
    details: '',
    venue: 'house' as VenueId,
    template: 'cook-dinner' as TemplateId,
    start: '2026-11-24T17:00:00Z' as Instant,
    end: '2026-11-24T19:30:00Z' as Instant,
    due: null,
    minutes: 150,
    people_min: 2,
    people_max: 4,
    trainees_max: 0,
    certificates: [],
    skills_helpful: [],
    skills_taught: [],
    importance: 2,
    urgency: 'calm',
    effort: 'medium',
    gathering: false,
    diners: 0,
    diners_per_person: 0,
    series: null,
    status: 'open',
    reason: '',
    revision: 1,
    posted_at: '2026-11-01T00:00:00Z' as Instant,
    changed_at: '2026-11-01T00:00:00Z' as Instant,
    short_since: null,
    guests: 0,
    coming: 0,
    missing: 0,
    free: 0,
    trainees_free: 0,
    places: [],
    invited: [],
    visitors: [],
    neighbour: '',
    feedback: { enjoyed: 0, hard: 0, too_long: 0, unsafe: 0, learned: 0 },
    ...part,
  });
}

export function makePlace(part: Partial<Place> = {}): Place {
  return {
    participant: '77'.repeat(32) as PublicKey,
    name: null,
    member: null as MemberId | null,
    trainee: false,
    status: 'taken',
    seeking_swap: false,
    minutes: 0,
    ...part,
  };
}

export function myPlace(task: Task, part: Partial<Place> = {}): MyPlace {
  return { task, place: makePlace(part), waiting: false };
}

/** Waits until `check` is true, at most `ms`. */
export async function until(check: () => boolean, what = 'it', ms = 2000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if (check()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${what} did not happen`);
}

/** Milliseconds of the fastest of three runs: what the work takes, whatever else the machine does. */
export function fastest(work: () => unknown): number {
  const runs = Array.from({ length: 3 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...runs);
}
