// Ranks the open tasks for one person, on that person's device, from what only the device knows. The
// formula is in src/recommend (its README lists the reasons with their points).
import type { Task } from '../api-types';
import { say, type Message } from '../i18n/message';
import type { TaskId } from '../ids';
import type { Liking } from '../profile/model';
import {
  decode,
  decodeLikings,
  RankingRefused,
  type Answered,
  type Recommendation,
} from './decode';
import { encode, type RecommendInput } from './encode';
import type { RankingModule } from './ranking-module';

export type { RecommendInput } from './encode';
export type { Recommendation, RestSuggestion } from './decode';

/** `problem`: why nothing can be suggested, in words; null in all usual cases. */
export interface Recommended extends Answered {
  readonly problem: Message | null;
}

const invalid = 15; // core::ErrorCode

export function recommend(module: RankingModule, input: RecommendInput): Recommended {
  const asked = encode(input);
  return unlessRefused(
    (): Recommended => ({ ...decode(module.answer(asked.words), asked), problem: null }),
    (refusal) => ({ recommendations: [], rest: [], problem: problemOf(refusal, input) }),
  );
}

function problemOf({ code, message }: RankingRefused, { profile }: RecommendInput): Message {
  const { notBefore, notAfter } = profile.limits;
  return code === invalid
    ? say('recommend.contradict', { before: notBefore ?? '', after: notAfter ?? '' })
    : say('recommend.refused', { problem: message });
}

/** What the module refuses is a matter of this device's data, and no screen may break over it. */
export function unlessRefused<T>(work: () => T, otherwise: (refusal: RankingRefused) => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RankingRefused)) throw error;
    return otherwise(error);
  }
}

/** All reasons of one task for this person, for "Why?" anywhere in the app. Null: nothing is known of it. */
export function explain(
  module: RankingModule,
  task: Task,
  input: RecommendInput,
): Recommendation | null {
  const asked = encode(input, task);
  if (asked.tasks.length === 0) return null;
  return unlessRefused(
    () => decode(module.answer(asked.words), asked).recommendations[0] ?? null,
    () => null,
  );
}

/**
 * How gladly this person would do each task, from -2, not at all, to 2: by what they wished as often as it
 * would be, and by their hours (src/recommend/liking.h). Left out: what nothing is known of.
 */
export function likings(module: RankingModule, input: RecommendInput): ReadonlyMap<TaskId, Liking> {
  const asked = encode(input, 'likings');
  return unlessRefused(
    () => decodeLikings(module.answer(asked.words), asked),
    () => new Map(),
  );
}
