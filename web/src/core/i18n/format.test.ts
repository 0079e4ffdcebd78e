import fc from 'fast-check';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import appDe from '../../messages/de.json';
import appEn from '../../messages/en.json';
import { makeFormats } from './format';
import de from './messages/de.json';
import en from './messages/en.json';

const files: Record<string, Record<string, string>> = {
  en: { ...en, ...appEn },
  de: { ...de, ...appDe },
};

/** Every name that stands in a message, with one number for all of them. */
function valuesFor(text: string, value: number): Record<string, number> {
  const names = [...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '');
  return Object.fromEntries(names.map((name) => [name, value]));
}

describe('a message', () => {
  it('is said the way intl-messageformat says it, every one in every language', () => {
    for (const [locale, messages] of Object.entries(files)) {
      const format = makeFormats(locale);
      for (const text of Object.values(messages)) {
        const ours = format(text);
        const theirs = new IntlMessageFormat(text, locale);
        for (const value of [-1, 0, 1, 2, 3, 4, 11, 21, 22, 23, 1234, 2.5]) {
          const values = valuesFor(text, value);
          expect(ours(values), text).toBe(String(theirs.format(values)));
        }
      }
    }
  });

  it('keeps apostrophes and quoted braces as intl-messageformat does', () => {
    const pieces = [
      "'",
      "''",
      "'{x}'",
      "'{",
      '#',
      ' the',
      '{name}',
      "{n, plural, one {'#'} other {# '{s}'}}",
    ];
    const values = { name: 'Ana', n: 3, s: 1, x: 'x' };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 6 }), (chosen) => {
        const text = chosen.join('');
        let theirs: string;
        try {
          theirs = String(new IntlMessageFormat(text, 'en').format(values));
        } catch {
          return; // not a message
        }
        expect(makeFormats('en')(text)(values)).toBe(theirs);
      }),
    );
  });

  it('that is not one is refused with its place', () => {
    const format = makeFormats('en');
    for (const text of ['{', '{name', 'a } b', '{n, plural, one {x}}', '{n, choice, 1#one}', '{}'])
      expect(() => format(text), text).toThrow(SyntaxError);
    expect(() => format('Hello {name}')({})).toThrow('name');
  });
});
