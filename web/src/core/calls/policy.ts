// Whether this device rings for an urgent call. Every device hears the same public call and decides
// alone, from what only its owner knows, so that about the right number answer and nobody learns who
// was asked. Line for line what src/recommend/call_policy.cpp decides (after Manshadi and Rodilitz,
// Management Science 68, 2022): a threshold that rises wave by wave until enough accepted, and a
// price of the device's own pings that rises as its budget is used up. Integers only; seconds.
import type { Urgency } from '../api-types';

export const rings = ['guild', 'commune', 'neighbours'] as const;
export type Ring = (typeof rings)[number];

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
  readonly acceptancePermille: number; // the owner's own
  readonly minutesAway: number;
  readonly restsUntil: number;
  readonly quiet: { readonly beginMinute: number; readonly endMinute: number }; // equal: never
  readonly budget: { readonly aDay: number; readonly aWeek: number }; // 0: never ring
  readonly utcOffsetSeconds: number;
  readonly pings: readonly number[]; // of the last 7 days at least
}

/** Why; for the owner's eyes. */
export type RingReason =
  | 'chosen'
  | 'filled'
  | 'over'
  | 'already_rung'
  | 'not_able'
  | 'wider_ring'
  | 'resting'
  | 'quiet_hours'
  | 'budget_spent'
  | 'pings_are_dear'
  | 'not_chosen';

export interface RingDecision {
  readonly rings: boolean;
  readonly reason: RingReason;
  readonly wakeAt: number | null; // when to decide again; null: never
}

interface Pace {
  wave: number; // seconds between two waves where there is time
  wavesPerRing: number;
  growthPermille: number; // of what is still missing, from wave to wave
  pricePermille: number; // quality of a ping that would be the first above the week's
}
const paces: Readonly<Record<Urgency, Pace>> = {
  calm: { wave: 90 * 60, wavesPerRing: 3, growthPermille: 1200, pricePermille: 1200 },
  soon: { wave: 20 * 60, wavesPerRing: 2, growthPermille: 1250, pricePermille: 1000 },
  urgent: { wave: 10 * 60, wavesPerRing: 1, growthPermille: 1300, pricePermille: 800 },
};
const wavesMin = 12; // that fit between the call and its end
const waveMin = 120;
const growingWavesMax = 24;
const permille = 1000;
const intendedMax = 1_000_000;
const typicalQualityPermille = 500;
const recoverySeconds = 2 * 86_400;
const halfWayMinutes = 30; // away: half as likely to come
const peopleMax = 500;
export const drawBits = 20;

const final: ReadonlySet<RingReason> = new Set([
  'chosen',
  'filled',
  'over',
  'already_rung',
  'not_able',
]);
const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);

export function pooledAcceptancePermille(accepted: number, intended: number): number {
  return clamp(Math.floor(((accepted + 1) * permille) / (intended + 3)), 5, permille);
}

export function waveLength(call: Call): number {
  const window = Math.trunc((call.neededBy - call.raisedAt) / wavesMin);
  return Math.max(waveMin, Math.min(paces[call.urgency].wave, window));
}

export function waveOf(call: Call, now: number): number {
  return now <= call.raisedAt ? 0 : Math.floor((now - call.raisedAt) / waveLength(call));
}

function growthPermille(call: Call, now: number): number {
  let growth = permille;
  const waves = Math.min(waveOf(call, now), growingWavesMax);
  for (let wave = 0; wave < waves && growth < intendedMax; wave += 1)
    growth = Math.floor((growth * paces[call.urgency].growthPermille) / permille);
  return Math.min(growth, intendedMax);
}

/** How many would have rung by now if each device were an average one; 0 once filled. */
export function intendedRings(call: Call, now: number): number {
  const missing = Math.min(Math.max(0, call.places - call.accepted), peopleMax);
  if (missing === 0) return 0;
  const accepted = Math.min(call.accepted, peopleMax);
  const rate = clamp(call.acceptancePermille, 1, permille);
  const wanted = accepted * permille + missing * growthPermille(call, now);
  return Math.min(Math.ceil(wanted / rate), intendedMax);
}

/** How far the call reaches: never less with time, and early where a ring has too few people. */
export function ringOf(call: Call, now: number): Ring {
  const last = rings.length - 1;
  let ring = Math.min(Math.floor(waveOf(call, now) / paces[call.urgency].wavesPerRing), last);
  const intended = intendedRings(call, now);
  while (ring < last && intended > call.peopleWithin[ring]!) ring += 1;
  return rings[ring]!;
}

function recoveredPermille({ pings }: Listener, now: number): number {
  const since = Math.min(recoverySeconds, ...pings.map((ping) => now - ping));
  return Math.floor((permille * Math.max(since, 0)) / recoverySeconds);
}

/** How well a ping is spent on this call now: the fit, as far as its owner listens again. */
function qualityPermille(listener: Listener, now: number): number {
  const fit = Math.min(listener.fitPermille, permille);
  return Math.floor((fit * recoveredPermille(listener, now)) / permille);
}

function pingsWithin({ pings }: Listener, now: number, span: number): number {
  return pings.filter((ping) => ping > now - span).length;
}

function isQuiet({ quiet, utcOffsetSeconds }: Listener, now: number): boolean {
  const { beginMinute, endMinute } = quiet;
  if (beginMinute === endMinute) return false;
  const day = 86_400;
  const minute = Math.floor(((((now + utcOffsetSeconds) % day) + day) % day) / 60);
  return beginMinute < endMinute
    ? minute >= beginMinute && minute < endMinute
    : minute >= beginMinute || minute < endMinute;
}

/** The public threshold against the device's draw: more for whom a ping brings more than as a rule. */
function isChosen(call: Call, listener: Listener, now: number, draw: number): boolean {
  const ring = rings.indexOf(ringOf(call, now));
  const people = clamp(call.peopleWithin[ring]!, 1, intendedMax);
  const usual = Math.max(Math.min(call.acceptancePermille, permille), 1) * typicalQualityPermille;
  const worth = Math.min(listener.acceptancePermille, permille) * qualityPermille(listener, now);
  const near = Math.floor((worth * halfWayMinutes) / (halfWayMinutes + listener.minutesAway));
  const asked = BigInt(draw) * BigInt(people) * BigInt(usual);
  return asked < (BigInt(intendedRings(call, now)) * BigInt(near)) << BigInt(drawBits);
}

function reasonOf(call: Call, listener: Listener, now: number, draw: number): RingReason {
  const { budget } = listener;
  if (call.accepted >= call.places) return 'filled';
  if (now < call.raisedAt || now + listener.minutesAway * 60 >= call.neededBy) return 'over';
  if (listener.hasRung) return 'already_rung';
  if (!listener.isAble) return 'not_able';
  if (rings.indexOf(listener.ring) > rings.indexOf(ringOf(call, now))) return 'wider_ring';
  if (now < listener.restsUntil) return 'resting';
  if (isQuiet(listener, now)) return 'quiet_hours';
  const week = pingsWithin(listener, now, 7 * 86_400);
  if (pingsWithin(listener, now, 86_400) >= budget.aDay || week >= budget.aWeek)
    return 'budget_spent';
  const price = Math.floor((paces[call.urgency].pricePermille * week) / budget.aWeek);
  if (qualityPermille(listener, now) < price) return 'pings_are_dear';
  return isChosen(call, listener, now, draw) ? 'chosen' : 'not_chosen';
}

/** `draw` is the device's own number for this call, 0 to 2^20 - 1, the same at every wave. */
export function decideCall(
  call: Call,
  listener: Listener,
  now: number,
  draw: number,
): RingDecision {
  const reason = reasonOf(call, listener, now, draw);
  const decision = { rings: reason === 'chosen', reason };
  if (final.has(reason)) return { ...decision, wakeAt: null };
  const next = call.raisedAt + waveLength(call) * (waveOf(call, now) + 1);
  return { ...decision, wakeAt: next < call.neededBy ? next : null };
}
