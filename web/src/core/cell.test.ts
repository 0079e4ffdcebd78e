import { describe, expect, it } from 'vitest';
import { derive, Source } from './cell';

describe('a cell', () => {
  it('calls at once and on every change, until it is left', () => {
    const source = new Source(1);
    const seen: number[] = [];
    const leave = source.subscribe((value) => seen.push(value));
    source.set(2);
    source.set(2);
    leave();
    source.set(3);
    expect(seen).toEqual([1, 2]);
  });

  it('that is derived computes once per change, watched or not', () => {
    const [one, two] = [new Source(1), new Source(10)];
    let computed = 0;
    const sum = derive([one, two], (a, b) => ((computed += 1), a + b));
    expect([sum.get(), sum.get()]).toEqual([11, 11]);
    const seen: number[] = [];
    sum.subscribe((value) => seen.push(value));
    one.set(2);
    two.set(20);
    expect(seen).toEqual([11, 12, 22]);
    expect(computed).toBe(3);
  });

  it('that is derived stays silent where the result is the same', () => {
    const source = new Source(1);
    const parity = derive([source], (value) => value % 2);
    const seen: number[] = [];
    parity.subscribe((value) => seen.push(value));
    source.set(3);
    source.set(4);
    expect(seen).toEqual([1, 0]);
  });
});
