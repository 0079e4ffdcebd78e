// What a person would like of a round, as a screen edits it, and as the commune is told.
import type { Member, Round, Task, Venue, Willing } from '../api-types';
import { findClashes } from '../board/clashes';
import { missingCertificate } from '../board/can-take';
import { sortByStart } from '../board/filter';
import { freePlaces } from '../board/free';
import type { BoardTask } from '../board/state';
import type { WillingInput } from '../envelope/commands';
import type { SectorId, TaskId, VenueId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import { isInRound } from './phase';

export const choices = ['no', 'if_needed', 'yes', 'gladly'] as const;
export type Choice = (typeof choices)[number];

const weights: Readonly<Record<Choice, number>> = { no: 0, if_needed: 20, yes: 60, gladly: 100 };

/** The step whose weight lies nearest, for words that another device or program wrote. */
export function choiceOf(weight: number): Choice {
  const distance = (choice: Choice): number => Math.abs(weights[choice] - weight);
  return choices
    .slice(1)
    .reduce((best, choice) => (distance(choice) < distance(best) ? choice : best));
}

export interface Word {
  readonly choices: Readonly<Record<TaskId, Choice>>; // what is left out: no
  readonly minutesMax: number;
  readonly placesMax: number;
  readonly rooms: readonly { sector: SectorId; minutes: number }[];
  readonly learning: readonly TaskId[]; // as a trainee, where both ways are open
}

/** A task of the round that this person could be invited to. */
export interface Offerable {
  readonly task: BoardTask;
  readonly trainee: boolean; // the only way: a certificate is missing
  readonly mayLearn: boolean; // as a trainee too, by choice
}

export interface OfferableContext {
  mine: readonly MyPlace[];
  member: Member | undefined;
  venues: ReadonlyMap<VenueId, Venue>;
  now: number;
}

/** By start. Left out: what clashes with own places, is full, or wants a certificate and teaches nobody. */
export function offerableTasks(
  tasks: Iterable<BoardTask>,
  round: Round,
  { mine, member, venues, now }: OfferableContext,
): Offerable[] {
  const own = new Set(mine.map(({ task }) => task.id));
  const fits = (task: BoardTask): boolean =>
    isInRound(task, round) &&
    !own.has(task.id) &&
    !findClashes(task, mine, venues).some(({ kind }) => kind === 'overlap');
  return sortByStart([...tasks].filter(fits)).flatMap((task) => {
    const trainee = missingCertificate(task, member, now) !== undefined;
    const free = freePlaces(task, now);
    const mayLearn = !trainee && free.trainee > 0;
    return (trainee ? free.trainee : free.regular) > 0 ? [{ task, trainee, mayLearn }] : [];
  });
}

/** As the ledger wants it: ascending, nothing twice, only what may be offered still. */
export function toInput(word: Word, offerable: readonly Offerable[]): WillingInput {
  const offers = offerable
    .map(({ task, trainee, mayLearn }) => ({
      task: task.id,
      weight: weights[word.choices[task.id] ?? 'no'],
      trainee: trainee || (mayLearn && word.learning.includes(task.id)),
    }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => (one.task < other.task ? -1 : 1));
  const offered = new Set(offers.map(({ task }) => task));
  const sectors = new Set(
    offerable.filter(({ task }) => offered.has(task.id)).map(({ task }) => task.sector),
  );
  const rooms = word.rooms
    .filter(({ sector }) => sectors.has(sector))
    .sort((one, other) => (one.sector < other.sector ? -1 : 1))
    .slice(0, 8);
  const { minutesMax, placesMax } = word;
  return { offers, minutes_max: minutesMax, places_max: placesMax, rooms };
}

type Said = Pick<WillingInput | Willing, 'offers' | 'minutes_max' | 'places_max' | 'rooms'>;

export function fromSaid(said: Said): Word {
  return {
    choices: Object.fromEntries(
      said.offers.map(({ task, weight }) => [task, choiceOf(weight)]),
    ) as Record<TaskId, Choice>,
    minutesMax: said.minutes_max,
    placesMax: said.places_max,
    rooms: said.rooms,
    learning: said.offers.filter(({ trainee }) => trainee).map(({ task }) => task),
  };
}

/** The longest that all offered tasks together can take, for the slider of hours. */
export function minutesOffered(word: Word, tasks: readonly Pick<Task, 'id' | 'minutes'>[]): number {
  return tasks
    .filter(({ id }) => (word.choices[id] ?? 'no') !== 'no')
    .reduce((sum, { minutes }) => sum + minutes, 0);
}
