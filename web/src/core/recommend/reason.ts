// Why a task is recommended: true facts with what each adds to the score. The contributions of a
// recommendation sum to its score, so taking a fact away lowers the score by what it claims.
import type { Task } from '../api-types';
import type { Clash } from '../board/clashes';
import type { GuildId, SectorId, SkillId } from '../ids';

export type Reason = { readonly contribution: number } & (
  | { readonly code: 'skill'; readonly data: { skills: SkillId[] } }
  | { readonly code: 'certificate'; readonly data: { skills: SkillId[] } }
  | { readonly code: 'interest'; readonly data: { skill: SkillId } }
  | { readonly code: 'sector_interest'; readonly data: { sector: SectorId } }
  | { readonly code: 'learn'; readonly data: { skill: SkillId; beside: string | null } }
  | { readonly code: 'guild'; readonly data: { guild: GuildId } }
  | { readonly code: 'again'; readonly data: { times: number } }
  | { readonly code: 'good_hours'; readonly data: object }
  | { readonly code: 'bad_hours'; readonly data: object }
  | { readonly code: 'any_time'; readonly data: object }
  | { readonly code: 'soon'; readonly data: { days: number } }
  | { readonly code: 'clash'; readonly data: { clash: Clash } }
  | { readonly code: 'week_full'; readonly data: { hours: number; limit: number } }
  | { readonly code: 'heavy_full'; readonly data: { count: number; limit: number } }
  | { readonly code: 'free_day'; readonly data: { free: number } }
  | { readonly code: 'lighter'; readonly data: { heavy: number } }
  | { readonly code: 'heavy_again'; readonly data: { heavy: number } }
  | { readonly code: 'rotation'; readonly data: { sector: SectorId } }
  | { readonly code: 'enough'; readonly data: { sector: SectorId } }
  | { readonly code: 'short'; readonly data: { missing: number } }
  | { readonly code: 'urgent'; readonly data: object }
  | { readonly code: 'gathering'; readonly data: object }
  | { readonly code: 'there_anyway'; readonly data: { with: Task } }
  | { readonly code: 'far'; readonly data: { minutes: number } }
);

export type ReasonCode = Reason['code'];
export type ReasonOf<Code extends ReasonCode> = Extract<Reason, { code: Code }>;

/** Null where it adds nothing: a reason of 0 is none. */
export function reason<Code extends ReasonCode>(
  code: Code,
  contribution: number,
  data: ReasonOf<Code>['data'],
): Reason | null {
  const whole = Math.round(contribution);
  return whole === 0 ? null : ({ code, contribution: whole, data } as Reason);
}
