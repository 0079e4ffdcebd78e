// The app tells without the module what is no call; it must never miss one that the module finds.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Instant } from '../ids';
import { makeTask, noon } from '../testing/fixtures';
import { openRanking } from '../testing/ranking';
import { mayCall } from './hear';
import { findCall, urgencies } from './policy';

const module = await openRanking();
const instant = (ms: number) => new Date(ms).toISOString() as Instant;
const hourMs = 3600_000;

it('passes over nothing that is a call now or within the hour', () => {
  let calls = 0;
  fc.assert(
    fc.property(
      fc.record({
        urgency: fc.constantFrom(...urgencies),
        importance: fc.constantFrom(1 as const, 2 as const, 3 as const),
        startsIn: fc.integer({ min: -30, max: 40 }),
        posted: fc.integer({ min: 0, max: 72 }),
        short: fc.integer({ min: 0, max: 72 }),
        laterMs: fc.integer({ min: 0, max: hourMs }),
      }),
      ({ urgency, importance, startsIn, posted, short, laterMs }) => {
        const start = noon + startsIn * hourMs;
        const times = { start: instant(start), end: instant(start + 2 * hourMs) };
        const posted_at = instant(noon - posted * hourMs);
        const short_since = instant(noon - Math.min(posted, short) * hourMs);
        const task = makeTask({
          urgency,
          importance,
          people_min: 2,
          posted_at,
          short_since,
          ...times,
        });
        const seconds = (time: string | null) => Date.parse(time ?? '') / 1000;
        const now = Math.floor((noon + laterMs) / 1000);
        const span = findCall(
          module,
          {
            postedAt: seconds(posted_at),
            shortSince: seconds(short_since),
            start: seconds(task.start),
            end: seconds(task.end),
            urgency,
            importance,
            isOpen: true,
            repeats: false,
            urgentOnly: false,
          },
          now,
        );
        const isCall = span !== null && span.raisedAt <= now && now < span.neededBy;
        if (isCall) calls += 1;
        expect(!isCall || mayCall(task, noon)).toBe(true);
      },
    ),
    { numRuns: 2000, seed: 5 },
  );
  expect(calls).toBeGreaterThan(200);
});
