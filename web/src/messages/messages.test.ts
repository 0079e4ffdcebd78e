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

test('another language has no key that English lacks, and asks for no other values', () => {
  for (const [key, text] of Object.entries(de)) {
    expect(en, key).toHaveProperty([key]);
    const english = wanted((en as Record<string, string>)[key] ?? '', 'en');
    for (const name of wanted(text, 'de')) expect(english, key).toContain(name);
  }
});

test('no message blames, ranks or promises', () => {
  for (const text of Object.values(en)) {
    expect(text).not.toMatch(/\b(ranks?|streaks?|scores?|overdue|must|quota of)\b/i);
  }
});
