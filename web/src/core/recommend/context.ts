// Everything a recommendation looks at, and what is computed from it once for all tasks.
import type { Member, Task } from '../api-types';
import { dayNumber } from '../calendar/zone';
import type { Indexed } from '../board/state';
import type { HistoryEntry } from '../history/entry';
import { restOf } from '../history/rest';
import type { SectorId, TaskId, TemplateId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import { inForce } from '../profile/answers';
import type { Answer, Profile } from '../profile/model';
import { weekLoads, type WeekLoads } from './week-load';

export interface RecommendInput {
  tasks: Iterable<Task>;
  mine: readonly MyPlace[];
  profile: Profile;
  history: readonly HistoryEntry[];
  catalogue: Indexed;
  member: Member | undefined; // me, as the commune knows me: guilds and certificates
  now: number;
  zone: string;
  limit?: number;
}

/** A timed place of mine, with its times read once. */
export interface OwnSpan {
  place: MyPlace;
  start: number; // milliseconds
  end: number;
  day: number; // on the commune's wall, of the end
}

export interface Context extends Omit<RecommendInput, 'tasks' | 'limit'> {
  /** Ascending by start. */
  own: readonly OwnSpan[];
  ownTasks: ReadonlySet<TaskId>;
  answers: readonly Answer[]; // in force
  /** -1 far above to +1 far below my own average over the sectors, each against its baseline. */
  rotation: ReadonlyMap<SectorId, number>;
  heavyInRow: number;
  weeks: WeekLoads;
  timesDone: ReadonlyMap<TemplateId, number>;
}

export const rotationWeeks = 8;
const weekMs = 7 * 24 * 3600_000;

export function makeContext(input: RecommendInput): Context {
  const { history, mine, now, zone } = input;
  const timesDone = new Map<TemplateId, number>();
  for (const { template, status } of history) {
    if (template && status !== 'taken') timesDone.set(template, (timesDone.get(template) ?? 0) + 1);
  }
  return {
    ...input,
    own: ownSpans(input),
    ownTasks: new Set(input.mine.map(({ task }) => task.id)),
    answers: inForce(input.profile, now),
    rotation: rotationOf(input),
    heavyInRow: restOf(history, now, zone).heavyInRow,
    weeks: weekLoads(history, mine, zone),
    timesDone,
  };
}

function ownSpans({ mine, zone }: RecommendInput): OwnSpan[] {
  return mine.flatMap((place) => {
    const { start, end, status } = place.task;
    if (!start || !end || status !== 'open') return [];
    const span = { place, start: Date.parse(start), end: Date.parse(end) };
    return [{ ...span, day: dayNumber(span.end, zone) }];
  });
}

/**
 * The last weeks' minutes of each sector (done, and planned from now on) divided by the sector's
 * baseline, against the same over all sectors. No hours at all: 0 everywhere.
 */
function rotationOf({ history, catalogue, now }: RecommendInput): Map<SectorId, number> {
  const minutes = new Map<SectorId, number>();
  for (const { sector, start, minutes: length } of history) {
    if (Date.parse(start) < now - rotationWeeks * weekMs) continue;
    minutes.set(sector, (minutes.get(sector) ?? 0) + length);
  }
  const sectors = [...catalogue.sectors.values()].filter(
    ({ baseline_hours }) => baseline_hours > 0,
  );
  const baseline = sectors.reduce((sum, sector) => sum + sector.baseline_hours, 0);
  const total = sectors.reduce((sum, { id }) => sum + (minutes.get(id) ?? 0), 0);
  if (total === 0) return new Map();
  const average = total / baseline;
  const lag = (id: SectorId, hours: number) => (average - (minutes.get(id) ?? 0) / hours) / average;
  return new Map(
    sectors.map(({ id, baseline_hours }) => [
      id,
      Math.max(-1, Math.min(1, lag(id, baseline_hours))),
    ]),
  );
}
