// Which tasks of the board a person looks at, and in what order. Pure, and fast enough to run on
// every key of the search box over 5,000 tasks.
import type { Task } from '../api-types';
import { localDate } from '../calendar/zone';
import type { GuildId, Instant, LocalDate, SectorId, SkillId, VenueId } from '../ids';
import { freePlaces } from './free';
import type { BoardTask, Indexed } from './state';

export interface BoardFilter {
  sector?: SectorId;
  guild?: GuildId;
  venue?: VenueId;
  skill?: SkillId;
  day?: LocalDate;
  from?: Instant;
  to?: Instant;
  text?: string;
  openOnly?: boolean; // open, not over, with a free place
  gatheringsOnly?: boolean;
}

export interface FilterContext {
  catalogue: Indexed;
  zone: string;
  now: number;
}

export function filterTasks<T extends Task>(
  tasks: Iterable<T>,
  filter: BoardFilter,
  context: FilterContext,
): T[] {
  const words = searchWords(filter.text ?? '');
  const found: T[] = [];
  for (const task of tasks) {
    if (
      matches(task, filter, context) &&
      words.every((word) => searchText(task, context.catalogue).includes(word))
    ) {
      found.push(task);
    }
  }
  return found;
}

function matches(task: Task, filter: BoardFilter, { zone, now }: FilterContext): boolean {
  const { sector, guild, venue, skill, day, from, to } = filter;
  if (sector && task.sector !== sector) return false;
  if (guild && task.guild !== guild) return false;
  if (venue && task.venue !== venue) return false;
  if (skill && !hasSkill(task, skill)) return false;
  if (filter.gatheringsOnly && !task.gathering) return false;
  if (filter.openOnly && !isOpen(task, now)) return false;
  if (day && (!task.start || localDate(task.start, zone) !== day)) return false;
  if (from && task.start && task.start < from) return false;
  if (from && !task.start && task.due && task.due < from) return false;
  return !(to && task.start && task.start >= to);
}

export function isOpen(task: Task, now: number): boolean {
  const over = task.end !== null && Date.parse(task.end) <= now;
  if (task.status !== 'open' || over) return false;
  const { regular, trainee } = freePlaces(task, now);
  return regular > 0 || trainee > 0;
}

function hasSkill(task: Task, skill: SkillId): boolean {
  return [task.certificates, task.skills_helpful, task.skills_taught].some((skills) =>
    skills.includes(skill),
  );
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

export function searchWords(text: string): string[] {
  return plain(text).split(/\s+/).filter(Boolean);
}

// Tasks are never changed in place, so the text of one is made once.
const texts = new WeakMap<Task, { catalogue: Indexed; text: string }>();

function searchText(task: Task, catalogue: Indexed): string {
  const known = texts.get(task);
  if (known?.catalogue === catalogue) return known.text;
  const skills = [...task.certificates, ...task.skills_helpful, ...task.skills_taught];
  const names = [
    catalogue.guilds.get(task.guild)?.name,
    catalogue.sectors.get(task.sector)?.name,
    task.venue && catalogue.venues.get(task.venue)?.name,
    ...skills.map((skill) => catalogue.skills.get(skill)?.name),
  ];
  const text = plain([task.title, task.why, task.details, ...names].filter(Boolean).join('\n'));
  texts.set(task, { catalogue, text });
  return text;
}

/** By start; open-ended work after all timed work, by when it is due. */
export function sortByStart<T extends Task>(tasks: readonly T[]): T[] {
  const key = (task: Task): string => task.start ?? `~${task.due ?? '~'}`;
  return [...tasks].sort(
    (one, other) => compare(key(one), key(other)) || compare(one.id, other.id),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export interface DayGroup<T> {
  day: LocalDate | null; // null: open-ended
  tasks: T[];
}

/** Sorted tasks, by the day on which they start. */
export function groupByDay<T extends BoardTask>(tasks: readonly T[], zone: string): DayGroup<T>[] {
  const groups = new Map<LocalDate | null, T[]>();
  for (const task of sortByStart(tasks)) {
    const day = task.start ? localDate(task.start, zone) : null;
    const group = groups.get(day);
    if (group) group.push(task);
    else groups.set(day, [task]);
  }
  return [...groups].map(([day, group]) => ({ day, tasks: group }));
}
