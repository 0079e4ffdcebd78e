import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Skill } from '../api-types';
import type { SectorId, SkillId } from '../ids';
import { indexed } from '../testing/fixtures';
import { loadFirstWords, withFirstWords } from './first-words';
import { languages } from './load';

const source = readFileSync(new URL('../../../../src/apps/questions.cpp', import.meta.url), 'utf8');
/** [id, name, skills] of each sector with which a commune is founded. */
const founded = [...source.matchAll(/\{"(\w+)", "([^"]+)", \d+,\s*((?:"[^"]*"\s*)+)\}/g)].map(
  ([, id, name, list]) => [id!, name!, list!.replace(/"\s*"|^"|"\s*$/g, '').split(', ')] as const,
);
const idOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
const skill = (id: string, name: string): [SkillId, Skill] => [
  id as SkillId,
  { id: id as SkillId, name, sector: 'food' as SectorId, certified_by: '' },
];

describe('the first words of a commune', () => {
  it('are said in every language, all that there are', async () => {
    expect(founded.length).toBe(6);
    for (const { code } of languages) {
      const words = await loadFirstWords(code);
      if (!words) continue;
      const pairs = (table: Readonly<Record<string, readonly string[]>>) =>
        Object.entries(table).map(([id, [name]]) => [id, name]);
      expect(pairs(words.sectors)).toEqual(founded.map(([id, name]) => [id, name]));
      const skills = founded.flatMap(([, , names]) => names.map((name) => [idOf(name), name]));
      expect(pairs(words.skills)).toEqual(skills);
      const here = [...Object.values(words.sectors), ...Object.values(words.skills)].map(
        ([, name]) => name,
      );
      expect(new Set(here).size, 'no two by one name').toBe(here.length);
    }
  });

  it('are one skill in two languages, and what was renamed or added stays as it is called', async () => {
    const stored = {
      ...indexed(),
      skills: new Map([
        skill('baking', 'Baking'),
        skill('listening', 'Hearing people out'),
        skill('brewing', 'Brewing'),
      ]),
    };
    const german = withFirstWords(stored, await loadFirstWords('de'));
    expect([...german.skills.values()].map(({ id, name }) => [id, name])).toEqual([
      ['baking', 'Backen'],
      ['listening', 'Hearing people out'],
      ['brewing', 'Brewing'],
    ]);
    expect(withFirstWords(stored, await loadFirstWords('en'))).toBe(stored);
    expect(stored.skills.get('baking' as SkillId)?.name).toBe('Baking');
  });
});
