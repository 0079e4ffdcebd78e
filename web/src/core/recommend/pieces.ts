// My own work as the ranking sees it: from the history and from my places, each piece once.
import type { Effort } from '../api-types';
import type { HistoryEntry } from '../history/entry';
import { isWork } from '../history/entry';
import type { GuildId, SectorId, TemplateId, VenueId } from '../ids';
import type { MyPlace } from '../mine/my-place';

export interface Piece {
  readonly title: string;
  readonly sector: SectorId;
  readonly guild: GuildId;
  readonly template: TemplateId | '';
  readonly start: number; // milliseconds
  readonly end: number;
  readonly minutes: number;
  readonly effort: Effort;
  readonly done: boolean;
  readonly fixed: boolean; // stands in my calendar: it can clash with others
  readonly venue: VenueId | '';
}

/** Ascending by start. Open-ended work that is not done has no time and is left out. */
export function piecesOf(history: readonly HistoryEntry[], mine: readonly MyPlace[]): Piece[] {
  const places = new Map(mine.map((place) => [place.task.id, place]));
  const pieces = history.map((entry) => ofHistory(entry, places.get(entry.task)));
  const known = new Set(history.map(({ task }) => task));
  for (const place of mine) {
    if (!known.has(place.task.id) && place.task.start && place.task.status === 'open')
      pieces.push(ofPlace(place));
  }
  return pieces.sort((one, other) => one.start - other.start);
}

function ofHistory(entry: HistoryEntry, place: MyPlace | undefined): Piece {
  const start = Date.parse(entry.start);
  const planned = place && place.task.start && place.task.status === 'open' ? ofPlace(place) : null;
  return {
    title: entry.title,
    sector: entry.sector,
    guild: entry.guild,
    template: entry.template,
    start: planned?.start ?? start,
    end: planned?.end ?? start + entry.minutes * 60_000,
    minutes: entry.minutes,
    effort: entry.effort,
    done: isWork(entry),
    fixed: planned?.fixed ?? false,
    venue: planned?.venue ?? '',
  };
}

function ofPlace({ task, place }: MyPlace): Piece {
  const { title, sector, guild, template, minutes, effort, venue } = task;
  const start = Date.parse(task.start ?? '');
  const end = task.end ? Date.parse(task.end) : start;
  const done = place.status !== 'taken';
  const fixed = !place.seeking_swap;
  return { title, sector, guild, template, start, end, minutes, effort, done, fixed, venue };
}
