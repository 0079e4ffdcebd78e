// What I did and mean to do, kept on this device alone: one line a place, outliving the board's
// window of weeks. Nobody else can add these lines up.
import type { Effort, PlaceStatus, Task } from '../api-types';
import type { GuildId, Instant, SectorId, SkillId, TaskId, TemplateId } from '../ids';
import type { MyPlace } from '../mine/my-place';

export interface HistoryEntry {
  readonly task: TaskId;
  readonly sector: SectorId;
  readonly guild: GuildId;
  readonly template: TemplateId | '';
  readonly title: string;
  readonly start: Instant; // open-ended work: when it was marked done
  readonly minutes: number;
  readonly planned?: number; // minutes; lines of before have none
  readonly effort: Effort;
  readonly status: PlaceStatus;
  readonly trainee: boolean;
  readonly taught: readonly SkillId[];
}

/** Null: nothing to remember of it (cancelled, or open-ended and not done yet). */
export function entryOf(
  { task, place }: MyPlace,
  before: HistoryEntry | undefined,
): HistoryEntry | null {
  if (task.status === 'cancelled') return null;
  const done = place.status !== 'taken';
  const start = task.start ?? (done ? (before?.start ?? task.changed_at) : null);
  if (start === null) return null;
  return {
    task: task.id,
    sector: task.sector,
    guild: task.guild,
    template: task.template,
    title: task.title,
    start,
    minutes: done && place.minutes > 0 ? place.minutes : task.minutes,
    planned: task.minutes,
    effort: task.effort,
    status: place.status,
    trainee: place.trainee,
    taught: taughtBy(task, place.trainee),
  };
}

/** A trainee learns what the work needs, too. */
function taughtBy(task: Task, trainee: boolean): SkillId[] {
  const { skills_taught, certificates, skills_helpful } = task;
  return trainee
    ? [...new Set([...skills_taught, ...certificates, ...skills_helpful])]
    : skills_taught;
}

/** Hours count once they are done: a place that is only taken is a plan. */
export function isWork(entry: HistoryEntry): boolean {
  return entry.status !== 'taken';
}

const heavyRestMs = 2 * 24 * 3600_000;

/** Whether the owner worked heavily in the last two days. */
export function didHeavyWork(entries: readonly HistoryEntry[], now: number): boolean {
  return entries.some((entry) => {
    const ago = now - Date.parse(entry.start);
    return isWork(entry) && entry.effort === 'heavy' && ago >= 0 && ago < heavyRestMs;
  });
}

export function sameEntry(one: HistoryEntry, other: HistoryEntry | undefined): boolean {
  return other !== undefined && JSON.stringify(one) === JSON.stringify(other);
}
