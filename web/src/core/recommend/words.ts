// One sentence for each reason, with the names of what it is about.
import type { Indexed } from '../board/state';
import type { SkillId } from '../ids';
import { say, type Message } from '../i18n/message';
import type { Translator } from '../i18n/translate';
import type { Reason } from './reason';

export interface WordsContext {
  catalogue: Indexed;
  t: Translator;
}

export function reasonMessage(reason: Reason, { catalogue, t }: WordsContext): Message {
  const skill = (id: SkillId): string => catalogue.skills.get(id)?.name ?? id;
  switch (reason.code) {
    case 'skill':
    case 'certificate':
      return say(`reason.${reason.code}`, { skills: t.list(reason.data.skills.map(skill)) });
    case 'interest':
      return say('reason.interest', { skill: skill(reason.data.skill) });
    case 'learn': {
      const { beside } = reason.data;
      const values = { skill: skill(reason.data.skill) };
      return beside === null
        ? say('reason.learn', values)
        : say('reason.learn_beside', { ...values, name: beside });
    }
    case 'sector_interest':
    case 'rotation':
    case 'enough': {
      const { sector } = reason.data;
      return say(`reason.${reason.code}`, {
        sector: catalogue.sectors.get(sector)?.name ?? sector,
      });
    }
    case 'guild':
      return say('reason.guild', {
        guild: catalogue.guilds.get(reason.data.guild)?.name ?? reason.data.guild,
      });
    case 'there_anyway':
      return say('reason.there_anyway', { title: reason.data.with.title });
    case 'clash':
      return reason.data.clash.message;
    case 'week_full': {
      const { hours, limit } = reason.data;
      return say('reason.week_full', { hours: Math.round(hours * 10) / 10, limit });
    }
    case 'heavy_full':
    case 'free_day':
    case 'again':
    case 'lighter':
    case 'heavy_again':
    case 'short':
    case 'soon':
    case 'far':
      return say(`reason.${reason.code}`, { ...reason.data });
    case 'good_hours':
    case 'bad_hours':
    case 'any_time':
    case 'urgent':
    case 'gathering':
      return say(`reason.${reason.code}`);
  }
}

/** The sentences that speak for a task, weightiest first; what speaks against it stays for "Why?". */
export function bestReasons(
  reasons: readonly Reason[],
  context: WordsContext,
  count = 3,
): Message[] {
  return reasons
    .filter(({ contribution }) => contribution > 0)
    .slice(0, count)
    .map((reason) => reasonMessage(reason, context));
}
