// The profile as a table of single answers, so that two devices that both changed something can be
// put together. What stands as it usually does has no entry.
import type { Json, Values } from '../copy/entries';
import { emptyProfile, type Answer, type Profile } from './model';
import { parseProfile } from './parse';

const groups = [
  'skills',
  'interests',
  'sectors',
  'aspirations',
  'limits',
  'ping',
  'wishes',
  'asked',
] as const;
export const profilePaths = [...groups, 'week', 'answers'].map((group) => `${group}/`);

export function flatten(profile: Profile): Values {
  const values: Record<string, Json> = {};
  const put = (path: string, value: Json, usual: Json | undefined): void => {
    if (value !== usual) values[path] = value;
  };
  for (const group of groups) {
    const usual = emptyProfile[group] as Readonly<Record<string, Json>>;
    for (const [name, value] of Object.entries(profile[group]))
      put(`${group}/${name}`, value as Json, usual[name]);
  }
  for (const [day, parts] of Object.entries(profile.week))
    for (const [part, value] of Object.entries(parts)) put(`week/${day}/${part}`, value, 1);
  for (const given of profile.answers) values[pathOf(given)] = { ...given };
  return values;
}

export function unflatten(values: Values): Profile {
  const built: Record<string, Record<string, Json>> = {};
  const answers: Json[] = [];
  for (const path of Object.keys(values).sort()) {
    const value = values[path] as Json;
    const [group = '', name = '', part = ''] = path.split('/');
    if (group === 'answers') answers.push(value);
    else if (group === 'week')
      (built['week'] ??= {})[name] = { ...(built['week'][name] as object), [part]: value };
    else (built[group] ??= {})[name] = value;
  }
  return parseProfile({ ...built, answers, version: 1 }) ?? emptyProfile;
}

/** By time first, so that answers stay in the order in which they were given. */
function pathOf({ at, kind, task, template, guild, title }: Answer): string {
  return `answers/${[at, kind, task, template, guild, title].join(' ')}`;
}
