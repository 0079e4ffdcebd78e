// Ranks the open tasks for one person, on that person's device, from what only the device knows. The
// formula is in src/recommend (its README lists the reasons with their points).
import type { Task } from '../api-types';
import { say, type Message } from '../i18n/message';
import { decode, RankingRefused, type Answered, type Recommendation } from './decode';
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
  try {
    return { ...decode(module.answer(asked.words), asked), problem: null };
  } catch (error) {
    if (!(error instanceof RankingRefused) || error.code !== invalid) throw error;
    const { notBefore, notAfter } = input.profile.limits;
    const problem = say('recommend.contradict', { before: notBefore ?? '', after: notAfter ?? '' });
    return { recommendations: [], rest: [], problem };
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
  return decode(module.answer(asked.words), asked).recommendations[0] ?? null;
}
