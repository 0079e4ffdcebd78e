import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRanking } from '../testing/ranking';
import {
  decideCall as decideWith,
  drawBits,
  findCall,
  ownAcceptance,
  pooledAcceptance,
  rings,
  type Call,
  type Listener,
  type RingDecision,
} from './policy';

const module = await openRanking();
const decideCall = (one: Call, who: Listener, now: number, draw: number): RingDecision =>
  decideWith(module, one, who, now, draw);
const file = new URL('../../../../tests/vectors/calls.json', import.meta.url);
interface Case {
  call: Call;
  listener: Listener;
  now: number;
  draw: number;
  decision: Pick<RingDecision, 'rings' | 'reason' | 'wakeAt'>;
}
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

const start = 1_795_000_000;
const listener: Listener = {
  ring: 'guild',
  isAble: true,
  hasRung: false,
  fitPermille: 1000,
  acceptancePermille: 333,
  minutesAway: 0,
  restsUntil: 0,
  quiet: { beginMinute: 0, endMinute: 0, letsUrgentThrough: false },
  budget: { aDay: 2, aWeek: 3 },
  utcOffsetSeconds: 3600,
  pings: [],
};
const call: Call = {
  raisedAt: start,
  neededBy: start + 3600,
  urgency: 'urgent',
  places: 2,
  accepted: 0,
  peopleWithin: [10, 90, 90],
  acceptancePermille: 333,
};
const anyDraw = fc.integer({ min: 0, max: 2 ** drawBits - 1 });

describe('the policy of urgent calls', () => {
  it('decides in the module as it decides in the node’s own tests', () => {
    expect(cases.length).toBeGreaterThan(200);
    for (const { call: one, listener: who, now, draw, decision } of cases)
      expect(decideCall(one, who, now, draw), JSON.stringify({ one, who, now })).toMatchObject(
        decision,
      );
  });

  it('takes a commune without a record for one where a third comes', () => {
    expect(pooledAcceptance(module, { accepted: 0, intended: 0 })).toBe(333);
    expect(pooledAcceptance(module, { accepted: 9, intended: 17 })).toBe(500);
  });

  it('learns when its owner comes, from where the commune is', () => {
    const usual = { all: 0, such: 0, whenTired: 0 };
    const at = (hour: number) => ({ hour, weekday: 2, kind: 'pots', leadMinutes: 30, usual });
    const none = { accepted: 0, intended: 0 };
    expect(ownAcceptance(module, none, [], at(19))).toBe(333);
    const answers = Array.from({ length: 24 }, (_, i) =>
      i % 2 ? { ...at(19), came: true } : { ...at(7), came: false },
    );
    expect(ownAcceptance(module, none, answers, at(19))).toBeGreaterThan(650);
    expect(ownAcceptance(module, none, answers, at(7))).toBeLessThan(250);
    const unpopular = { ...at(19), usual: { all: 600, such: 300, whenTired: 200 } };
    expect(ownAcceptance(module, none, [], unpopular)).toBeLessThan(200);
  });

  it('hears of times after 2038 as they are', () => {
    const late = { postedAt: 4_102_444_800, start: 4_102_448_400, end: 4_102_452_000 };
    const facts = { ...late, shortSince: late.postedAt, urgency: 'soon', importance: 2 } as const;
    const rest = { isOpen: true, repeats: false, urgentOnly: false };
    const found = findCall(module, { ...facts, ...rest }, late.postedAt);
    expect(found).toEqual({ raisedAt: late.postedAt, neededBy: late.start, urgency: 'soon' });
    const { wakeAt } = decideCall(
      { ...call, raisedAt: late.postedAt, neededBy: late.start },
      { ...listener, ring: 'neighbours' },
      late.postedAt,
      0,
    );
    expect(wakeAt).toBe(late.postedAt + 300);
  });

  it('never rings above the budget of a day or a week, whatever comes', () => {
    const hours = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), anyDraw), { maxLength: 60 });
    fc.assert(
      fc.property(hours, (calls) => {
        const pings: number[] = [];
        for (const [hour, draw] of calls.sort(([one], [other]) => one - other)) {
          const now = start + hour * 3600;
          const one = { ...call, raisedAt: now, neededBy: now + 3600, places: 60 };
          if (decideCall(one, { ...listener, pings }, now, draw).rings) pings.push(now);
        }
        for (const ping of pings) {
          const within = (span: number) => pings.filter((at) => at > ping - span && at <= ping);
          expect(within(86_400).length).toBeLessThanOrEqual(listener.budget.aDay);
          expect(within(7 * 86_400).length).toBeLessThanOrEqual(listener.budget.aWeek);
        }
      }),
    );
  });

  it('never rings in quiet hours, nor once enough have accepted', () => {
    fc.assert(
      fc.property(anyDraw, fc.integer({ min: 0, max: 3599 }), (draw, after) => {
        const quiet = { beginMinute: 0, endMinute: 1439, letsUrgentThrough: false };
        const noon = Math.floor(start / 86_400) * 86_400 + 43_200;
        const at = { ...call, raisedAt: noon, neededBy: noon + 3600 };
        expect(decideCall(at, { ...listener, quiet }, noon + after, draw).rings).toBe(false);
        const filled = { ...call, accepted: 2 };
        expect(decideCall(filled, listener, start + after, draw).reason).toBe('filled');
      }),
    );
  });

  it('rings in quiet hours for what is urgent alone, where its owner lets that through', () => {
    const noon = Math.floor(start / 86_400) * 86_400 + 43_200;
    const at = { ...call, raisedAt: noon, neededBy: noon + 3600 };
    const quiet = { beginMinute: 0, endMinute: 1439, letsUrgentThrough: true };
    expect(decideCall(at, { ...listener, quiet }, noon, 0).reason).toBe('chosen');
    const soon = { ...at, urgency: 'soon' } as const;
    expect(decideCall(soon, { ...listener, quiet }, noon, 0).reason).toBe('quiet_hours');
  });

  it('reaches further and asks more as time goes by', () => {
    let before = { ring: 0, intended: 0 };
    for (let now = start; now < start + 3600; now += 60) {
      const { reached, intended } = decideCall(call, listener, now, 0);
      const next = { ring: rings.indexOf(reached), intended };
      expect(next.ring).toBeGreaterThanOrEqual(before.ring);
      expect(next.intended).toBeGreaterThanOrEqual(before.intended);
      before = next;
    }
    expect(before.ring).toBe(2);
  });

  it('rings about as many as are intended, where all are alike', () => {
    const people = 90;
    const average = { ...listener, ring: 'commune' as const, fitPermille: 500 };
    const now = start + 1800;
    const wide = { ...call, peopleWithin: [10, people, people] as const };
    const draws = Array.from({ length: people }, (_, i) =>
      Math.floor(((i + 0.5) / people) * 2 ** drawBits),
    );
    const { intended } = decideCall(wide, average, now, 0);
    const ringing = draws.filter((draw) => decideCall(wide, average, now, draw).rings).length;
    expect(Math.abs(ringing - Math.min(people, intended))).toBeLessThanOrEqual(1);
  });
});
