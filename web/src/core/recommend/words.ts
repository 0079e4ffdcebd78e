// One sentence for each reason, with the names of what it is about.
import type { Indexed } from '../board/state';
import type { GuildId, SkillId, TemplateId } from '../ids';
import type { WishKey } from '../profile/model';
import type { RestSuggestion } from './decode';
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
    case 'wished':
    case 'wished_less': {
      const { key, frequency } = reason.data;
      return say(`reason.${reason.code}.${frequency}`, { job: jobName(key, catalogue) });
    }
    case 'like_before':
    case 'like_similar':
      return say(`reason.${reason.code}${reason.contribution < 0 ? '_less' : ''}`);
    case 'overlap':
    case 'travel':
    case 'short_rest':
      return say(`clash.${reason.code}`, { ...reason.data });
    case 'week_full': {
      const { hours, limit } = reason.data;
      return say('reason.week_full', { hours: tenth(hours), limit: tenth(limit) });
    }
    case 'lighter_weeks':
      return say('reason.lighter_weeks', { hours: tenth(reason.data.hours) });
    case 'heavy_full':
    case 'free_day':
    case 'again':
    case 'lighter':
    case 'heavy_again':
    case 'short':
    case 'soon':
    case 'far':
    case 'there_anyway':
      return say(`reason.${reason.code}`, { ...reason.data });
    case 'willing':
    case 'good_hours':
    case 'bad_hours':
    case 'any_time':
    case 'urgent':
    case 'gathering':
      return say(`reason.${reason.code}`);
  }
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** What people call a kind of job: its template's title, or its guild's name. */
export function jobName(key: WishKey, { templates, guilds }: Indexed): string {
  const [, id = ''] = key.split(':');
  return key.startsWith('template:')
    ? (templates.get(id as TemplateId)?.draft.title ?? id)
    : (guilds.get(id as GuildId)?.name ?? id);
}

/** A word about rest. It suggests; nothing is forbidden. */
export function restMessage({ code, title, amount, limit }: RestSuggestion): Message {
  switch (code) {
    case 'heavy_in_row':
      return title === null
        ? say('restful.heavy_in_row', { count: amount })
        : say('restful.heavy_in_row_with', { count: amount, title });
    case 'short_night':
      return say('restful.short_night', { hours: tenth(amount / 60), title: title ?? '' });
    case 'week_over':
      return say('restful.week_over', { hours: tenth(amount / 60), limit: tenth(limit / 60) });
    case 'heavy_over':
    case 'no_free_day':
      return say(`restful.${code}`, { count: amount, limit });
    case 'heavy_weeks':
      return say('restful.heavy_weeks', { hours: tenth(amount / 60), usual: tenth(limit / 60) });
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
