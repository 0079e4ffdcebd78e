// Why a task is recommended: true facts with what each adds to the score. The contributions of a
// recommendation sum to its score, so taking a fact away lowers the score by what it claims
// (src/recommend, where they are worked out).
import type { GuildId, SectorId, SkillId } from '../ids';
import type { Frequency, Liking, WishKey } from '../profile/model';

export type Reason = { readonly contribution: number } & (
  | { readonly code: 'skill'; readonly data: { skills: SkillId[] } }
  | { readonly code: 'certificate'; readonly data: { skills: SkillId[] } }
  | { readonly code: 'interest'; readonly data: { skill: SkillId } }
  | { readonly code: 'sector_interest'; readonly data: { sector: SectorId } }
  | { readonly code: 'learn'; readonly data: { skill: SkillId; beside: string | null } }
  | { readonly code: 'guild'; readonly data: { guild: GuildId } }
  | { readonly code: 'again'; readonly data: { times: number } }
  | { readonly code: 'wished' | 'wished_less'; readonly data: WishData }
  | { readonly code: 'overlap' | 'travel' | 'short_rest'; readonly data: ClashData }
  | { readonly code: 'soon'; readonly data: { days: number } }
  | { readonly code: 'week_full'; readonly data: { hours: number; limit: number } }
  | { readonly code: 'heavy_full'; readonly data: { count: number; limit: number } }
  | { readonly code: 'free_day'; readonly data: { free: number } }
  | { readonly code: 'lighter' | 'heavy_again'; readonly data: { heavy: number } }
  | { readonly code: 'lighter_weeks'; readonly data: { hours: number; usual: number } }
  | { readonly code: 'there_anyway'; readonly data: { title: string } }
  | { readonly code: 'far'; readonly data: { minutes: number } }
  | { readonly code: 'short'; readonly data: { missing: number } }
  | { readonly code: 'rotation' | 'enough'; readonly data: { sector: SectorId } }
  | { readonly code: PlainCode; readonly data: object }
);

type PlainCode =
  | 'like_before'
  | 'like_similar'
  | 'willing'
  | 'good_hours'
  | 'bad_hours'
  | 'any_time'
  | 'urgent'
  | 'gathering';

interface WishData {
  key: WishKey;
  frequency: Frequency;
  liking: Liking;
}

/** `minutes` of overlap or of walking that is missing; `walk` in minutes; whole `hours` of rest. */
interface ClashData {
  title: string;
  minutes: number;
  walk: number;
  hours: number;
}

export type ReasonCode = Reason['code'];

/** In the order of ReasonCode in src/recommend/reason.h. */
export const reasonCodes: readonly ReasonCode[] = [
  'skill',
  'certificate',
  'interest',
  'sector_interest',
  'learn',
  'guild',
  'again',
  'wished',
  'wished_less',
  'like_before',
  'like_similar',
  'willing',
  'good_hours',
  'bad_hours',
  'any_time',
  'soon',
  'overlap',
  'travel',
  'short_rest',
  'week_full',
  'heavy_full',
  'free_day',
  'lighter',
  'heavy_again',
  'lighter_weeks',
  'there_anyway',
  'far',
  'short',
  'urgent',
  'rotation',
  'enough',
  'gathering',
];
