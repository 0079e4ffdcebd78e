import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import de from './de.json';
import en from './en.json';

const files = { en, de } as Record<string, Record<string, string>>;

/** The names that a message wants values for. */
function wanted(text: string, locale: string): string[] {
  const names = new Set<string>();
  const look = (parts: readonly unknown[]): void => {
    for (const part of parts as {
      type: number;
      value?: string;
      options?: Record<string, { value: unknown[] }>;
    }[]) {
      if (part.type >= 1 && part.type <= 6 && typeof part.value === 'string') names.add(part.value);
      for (const option of Object.values(part.options ?? {})) look(option.value);
    }
  };
  look(new IntlMessageFormat(text, locale).getAst());
  return [...names].sort();
}

test('every message can be read by the formatter', () => {
  for (const [locale, messages] of Object.entries(files)) {
    for (const text of Object.values(messages))
      expect(() => wanted(text, locale), text).not.toThrow();
  }
});

/** What a language lacks of the English keys, or has beyond them, or asks for in other values. */
function differences(messages: Record<string, string>, locale: string): string[] {
  const english = en as Record<string, string>;
  const lines: string[] = [];
  for (const [key, text] of Object.entries(english)) {
    const own = messages[key];
    if (own === undefined) lines.push(`missing: "${key}": "${text}"`);
    else if (`${wanted(own, locale)}` !== `${wanted(text, 'en')}`)
      lines.push(`other values: "${key}": "${own}" beside "${text}"`);
  }
  for (const key of Object.keys(messages))
    if (!Object.hasOwn(english, key)) lines.push(`English lacks: "${key}"`);
  return lines;
}

test('German is complete: every English key, with the same values', () => {
  expect(differences(de, 'de'), 'src/messages/de.json').toEqual([]);
});

test('a missing key, a strange key and another value are all named', () => {
  const { 'ui.back': back, ...rest } = en;
  expect(differences({ ...rest, 'ui.none': '', 'ui.title': 'Commune' }, 'en')).toEqual([
    'other values: "ui.title": "Commune" beside "{title} · Commune"',
    `missing: "ui.back": "${back}"`,
    'English lacks: "ui.none"',
  ]);
});

test('German names people without stars or inner capitals', () => {
  for (const [key, text] of Object.entries(de)) {
    expect(text, key).not.toMatch(/\p{L}[*:_]in(nen)?\b|\p{Ll}In(nen)?\b/u);
  }
});

test('no message blames, ranks or promises', () => {
  for (const text of Object.values(en)) {
    expect(text).not.toMatch(/\b(ranks?|streaks?|scores?|overdue|must|quota of)\b/i);
  }
});
