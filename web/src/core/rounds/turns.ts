// Whose turn it is to be asked for what was hard to fill: a public window moves round a circle, month
// by month, and each person stands at a place on it that only their devices know (docs of
// clearing/hard_to_fill.h). Nobody learns who was asked.
import type { HardToFill } from '../api-types';
import type { TemplateId } from '../ids';

export const circle = 1_000_000;

/** `place` is from 0 up to and without `circle`. */
export function isTurnOf(
  { begin, end }: Pick<HardToFill, 'begin' | 'end'>,
  place: number,
): boolean {
  return (place + circle - (begin % circle)) % circle < end - begin;
}

/** What it is this person's turn for, this month. */
export function myTurns(
  hardToFill: readonly HardToFill[],
  placeOf: (kind: TemplateId) => number,
): readonly HardToFill[] {
  return hardToFill.filter((kind) => isTurnOf(kind, placeOf(kind.template)));
}
