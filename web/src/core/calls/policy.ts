// Whether this device rings for an urgent call. Every device hears the same public call and decides
// alone, from what only its owner knows (src/recommend/call_policy.h says how). Asked here, decided by
// the module that the node's own tests hold; the words are described in src/recommend/call_layout.h.
import type { Urgency } from '../api-types';
import { openAnswer, type Reader } from '../recommend/decode';
import { callVersion, type RankingModule } from '../recommend/ranking-module';
import { Words } from '../recommend/words-writer';

/** The least first. */
export const urgencies: readonly Urgency[] = ['calm', 'soon', 'urgent'];
export const rings = ['guild', 'commune', 'neighbours'] as const;
export type Ring = (typeof rings)[number];

/** All times are whole seconds since 1970. */
export interface Call {
  readonly raisedAt: number;
  readonly neededBy: number; // who comes later comes in vain
  readonly urgency: Urgency;
  readonly places: number;
  readonly accepted: number; // so far
  readonly peopleWithin: readonly [number, number, number]; // who hear it, up to and with each ring
  readonly acceptancePermille: number; // of such calls, as anybody can count it
}

export interface Listener {
  readonly ring: Ring; // the innermost that the owner belongs to
  readonly isAble: boolean; // holds the certificates, has no clash, did not say never
  readonly hasRung: boolean; // for this call, already
  readonly fitPermille: number;
  readonly acceptancePermille: number; // the owner's own, for such a call now
  readonly minutesAway: number;
  readonly restsUntil: number;
  readonly quiet: {
    readonly beginMinute: number;
    readonly endMinute: number; // equal: never
    readonly letsUrgentThrough: boolean;
  };
  readonly budget: { readonly aDay: number; readonly aWeek: number }; // 0: never ring
  readonly utcOffsetSeconds: number;
  readonly pings: readonly number[]; // of the last 7 days at least
}

/** What earlier calls got: people who said yes, and rings that were intended. */
export interface CallRecord {
  readonly accepted: number;
  readonly intended: number;
}

/** What the commune's model says of 1,000 people asked; 0: not known, or no matter here. */
export interface UsualAcceptance {
  readonly all: number; // to anything
  readonly such: number; // to such work at such an hour
  readonly whenTired: number; // to work of such effort after heavy work, where the owner did some
}

export interface RingSituation {
  readonly hour: number; // when the owner is wanted, in the commune's zone
  readonly weekday: number; // 0 Monday
  readonly kind: string; // of work
  readonly leadMinutes: number;
  readonly usual: UsualAcceptance;
}

export interface AnsweredRing extends RingSituation {
  readonly came: boolean;
}

export interface CallFacts {
  readonly postedAt: number;
  readonly shortSince: number; // 0: enough are coming
  readonly start: number; // 0: open-ended
  readonly end: number;
  readonly urgency: Urgency;
  readonly importance: number;
  readonly isOpen: boolean;
  readonly repeats: boolean;
  readonly urgentOnly: boolean; // what is merely wanted soon is no call
}

const reasons = [
  'chosen',
  'filled',
  'over',
  'already_rung',
  'not_able',
  'wider_ring',
  'resting',
  'quiet_hours',
  'budget_spent',
  'pings_are_dear',
  'not_chosen',
] as const;

/** Why; for the owner's eyes. */
export type RingReason = (typeof reasons)[number];

export interface RingDecision {
  readonly rings: boolean;
  readonly reason: RingReason;
  readonly wakeAt: number | null; // when to decide again; null: never
  readonly reached: Ring; // how far the call has gone out by now
  readonly intended: number; // how many count as rung by now, each device being an average one
}

export const drawBits = 20;
const wish = { find: 0, pool: 1, decide: 2, chance: 3 } as const;
const wide = 2 ** 32;

function request(wanted: keyof typeof wish): Words {
  const words = new Words();
  words.put(callVersion, wish[wanted]);
  return words;
}

function putTime(words: Words, seconds: number): void {
  words.put((seconds % wide) | 0, Math.floor(seconds / wide));
}

function readTime(reader: Reader): number {
  const low = reader.next() >>> 0;
  return low + reader.next() * wide;
}

function ask(module: RankingModule, words: Words): Reader {
  return openAnswer(module.answerCall(words.all()), callVersion);
}

export type CallSpan = Pick<Call, 'raisedAt' | 'neededBy' | 'urgency'>; // may be raised later

/** Null: no call, but work like other work. */
export function findCall(module: RankingModule, facts: CallFacts, now: number): CallSpan | null {
  const words = request('find');
  const { postedAt, shortSince, start, end } = facts;
  for (const time of [postedAt, shortSince, start, end]) putTime(words, time);
  words.put(urgencies.indexOf(facts.urgency), facts.importance);
  words.put(facts.isOpen ? 1 : 0, facts.repeats ? 1 : 0, facts.urgentOnly ? 1 : 0);
  putTime(words, now);
  const reader = ask(module, words);
  if (reader.next() === 0) return null;
  const raisedAt = readTime(reader);
  const neededBy = readTime(reader);
  return { raisedAt, neededBy, urgency: urgencies[reader.next()]! };
}

/** Answers to 1,000 rings; without a record a third. */
export function pooledAcceptance(module: RankingModule, record: CallRecord): number {
  const words = request('pool');
  words.put(record.accepted, record.intended);
  return ask(module, words).next();
}

const kindsMax = 128;

/** Of 1,000 rings like this one, how often the owner comes, as earlier answers tell. */
export function ownAcceptance(
  module: RankingModule,
  record: CallRecord,
  answered: readonly AnsweredRing[],
  now: RingSituation,
): number {
  const kinds = [...new Set(answered.map(({ kind }) => kind))].slice(-kindsMax);
  const put = ({ hour, weekday, kind, leadMinutes, usual }: RingSituation): void => {
    const index = kinds.indexOf(kind);
    words.put(hour, weekday, index < 0 ? kinds.length : index, leadMinutes);
    words.put(usual.all, usual.such, usual.whenTired);
  };
  const words = request('chance');
  words.put(record.accepted, record.intended, kinds.length);
  words.putList(answered, (ring) => {
    put(ring);
    words.put(ring.came ? 1 : 0);
  });
  put(now);
  return ask(module, words).next();
}

/** `draw` is the device's own number for this call, 0 to 2^20 - 1, the same at every wave. */
export function decideCall(
  module: RankingModule,
  call: Call,
  listener: Listener,
  now: number,
  draw: number,
): RingDecision {
  const words = request('decide');
  putTime(words, call.raisedAt);
  putTime(words, call.neededBy);
  words.put(urgencies.indexOf(call.urgency), call.places, call.accepted, ...call.peopleWithin);
  words.put(call.acceptancePermille);
  const { quiet, budget, pings } = listener;
  words.put(rings.indexOf(listener.ring), listener.isAble ? 1 : 0, listener.hasRung ? 1 : 0);
  words.put(listener.fitPermille, listener.acceptancePermille, listener.minutesAway);
  putTime(words, listener.restsUntil);
  words.put(quiet.beginMinute, quiet.endMinute, quiet.letsUrgentThrough ? 1 : 0);
  words.put(budget.aDay, budget.aWeek);
  words.put(listener.utcOffsetSeconds);
  words.putList(pings, (ping) => putTime(words, ping));
  putTime(words, now);
  words.put(0, draw << (32 - drawBits));
  const reader = ask(module, words);
  const chosen = reader.next() === 1;
  const reason = reasons[reader.next()]!;
  const wakeAt = readTime(reader) || null;
  return {
    rings: chosen,
    reason,
    wakeAt,
    reached: rings[reader.next()]!,
    intended: reader.next(),
  };
}
