// Wishes as people like to be asked them: for each kind of job, how they would like it once a month, every
// other week, weekly, several times a week; gone through anew every four months.
import type { Guild, Template } from '../api-types';
import type { Indexed } from '../board/state';
import { toInstant } from '../clock';
import type { HistoryEntry } from '../history/entry';
import type { Liking, Profile, Wish, WishKey } from './model';

const goodForMs = 4 * 30.5 * 24 * 3600_000;

/** A kind of job that people can wish for, as the shared vocabulary has it. */
export interface Job {
  readonly key: WishKey;
  readonly template: Template | null; // null: the other work of the guild
  readonly guild: Guild;
  readonly title: string;
}

export const indifferent: Wish = [0, 0, 0, 0];

export function jobsOf({ templates, guilds }: Indexed): Job[] {
  const kinds = [...templates.values()].flatMap((template): Job[] => {
    const guild = guilds.get(template.draft.guild);
    const { title } = template.draft;
    return guild ? [{ key: `template:${template.id}`, template, guild, title }] : [];
  });
  const others = [...guilds.values()].map((guild): Job => {
    return { key: `guild:${guild.id}`, template: null, guild, title: guild.name };
  });
  return [...kinds, ...others].sort((one, other) => one.title.localeCompare(other.title));
}

/** What to begin with: what I did most, then what my guilds do; without those wished about already. */
export function firstJobs(
  jobs: readonly Job[],
  profile: Profile,
  history: readonly HistoryEntry[],
  guilds: readonly string[],
  count: number,
): Job[] {
  const times = new Map<string, number>();
  for (const { template } of history)
    if (template) times.set(template, (times.get(template) ?? 0) + 1);
  const weight = ({ template, guild }: Job): number =>
    template ? 2 * (times.get(template.id) ?? 0) + (guilds.includes(guild.id) ? 1 : 0) : 0;
  return jobs
    .filter((job) => !profile.wishes[job.key] && weight(job) > 0)
    .sort((one, other) => weight(other) - weight(one))
    .slice(0, count);
}

export function withWish(key: WishKey, wish: Wish, now: number): (profile: Profile) => Profile {
  return (profile) => {
    const { [key]: _, ...others } = profile.wishes;
    const wishes = wish.some((liking) => liking !== 0) ? { ...others, [key]: wish } : others;
    return { ...profile, wishes, asked: { wishes: toInstant(now) } } as Profile;
  };
}

export function withLiking(wish: Wish, place: number, liking: Liking): Wish {
  return wish.map((old, index) => (index === place ? liking : old)) as unknown as Wish;
}

/** "They still hold." */
export function confirmWishes(now: number): (profile: Profile) => Profile {
  return (profile) => ({ ...profile, asked: { wishes: toInstant(now) } });
}

/** 'first': never said; 'again': four months ago or longer. Null: nothing to ask. */
export function wishesAreOld({ asked }: Profile, now: number): 'first' | 'again' | null {
  if (asked.wishes === null) return 'first';
  return Date.parse(asked.wishes) + goodForMs < now ? 'again' : null;
}
