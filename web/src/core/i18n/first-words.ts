// The words with which a commune is founded by hand (src/apps/questions.cpp), in the language of the app.
// Only what is shown changes: two people mean one skill, whatever each calls it, because they keep its id.
// A word that the commune has called otherwise since stays as the commune calls it.
import type { Indexed } from '../board/state';
import type { SectorId, SkillId } from '../ids';
import type { Language } from './load';

type Word = readonly string[]; // as the commune was founded with it, and as it is called here

export interface FirstWords {
  readonly sectors: Readonly<Record<SectorId, Word>>;
  readonly skills: Readonly<Record<SkillId, Word>>;
}

/** Null: they are in that language already. */
export async function loadFirstWords(language: Language): Promise<FirstWords | null> {
  if (language !== 'de') return null;
  return (await import('./first-words/de.json')).default as unknown as FirstWords;
}

export function withFirstWords(catalogue: Indexed, words: FirstWords | null): Indexed {
  if (!words) return catalogue;
  const sectors = named(catalogue.sectors, words.sectors);
  return { ...catalogue, sectors, skills: named(catalogue.skills, words.skills) };
}

function named<Id extends string, Thing extends { readonly name: string }>(
  things: ReadonlyMap<Id, Thing>,
  words: Readonly<Record<Id, Word>>,
): ReadonlyMap<Id, Thing> {
  const here = (id: Id, thing: Thing): Thing => {
    const [founded, name] = words[id] ?? [];
    return name !== undefined && founded === thing.name ? { ...thing, name } : thing;
  };
  return new Map([...things].map(([id, thing]) => [id, here(id, thing)]));
}
