import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkerUrl, ClearingChecker } from './check-clearing';

// What `commune clearing solve` wrote; `commune clearing check` says of it that nothing covers more.
const vector = new URL('../../../../tests/vectors/clearing.json', import.meta.url);
const file = readFileSync(vector, 'utf8');
const checker = await ClearingChecker.from(readFileSync(checkerUrl));
const check = (text: string) => checker.check(new TextEncoder().encode(text));

interface Clearing {
  places: unknown[];
  reached: { coverage: number };
  bound: { coverage: number };
  optimal: boolean;
  shortages: unknown[];
}

const changed = (edit: (clearing: Clearing) => void): string => {
  const clearing = JSON.parse(file) as Clearing;
  edit(clearing);
  return JSON.stringify(clearing);
};

describe('the check of a sharing out on the device', () => {
  it('finds what is true to be true, as often as it is asked', () => {
    for (let i = 0; i < 3; i += 1) expect(check(file)).toEqual({ holds: true, proven: 'coverage' });
  });

  it('says what is wrong where a place is missing or a figure is not what was reached', () => {
    expect(check(changed((one) => one.places.pop()))).toEqual({
      holds: false,
      problem: 'the places do not reach what the file says they reach',
    });
    expect(check(changed((one) => (one.bound.coverage += 1)))).toEqual({
      holds: false,
      problem: 'the prices do not prove the bound that the file names',
    });
    expect(check(changed((one) => (one.reached.coverage += 1))).holds).toBe(false);
  });

  it('believes no proof that is only one where numbers are cut to 64 bits', () => {
    const forged = new URL('../../../../tests/vectors/clearing-forged.json', import.meta.url);
    expect(check(readFileSync(forged, 'utf8'))).toEqual({
      holds: false,
      problem: 'the bound that the prices prove is beyond 64 bits',
    });
  });

  it('says so where the file claims more than its proof, or other shortages', () => {
    expect(check(changed((one) => (one.optimal = !one.optimal))).holds).toBe(false);
    expect(check(changed((one) => one.shortages.pop())).holds).toBe(false);
  });

  it('refuses what is no such file, and goes on', () => {
    const deep = '['.repeat(5000);
    for (const text of ['', '{"a":', '[1e999]', '{}', 'null', deep, file.slice(0, 900), '\u0000'])
      expect(check(text).holds).toBe(false);
    expect(check(file).holds).toBe(true);
  });
});
