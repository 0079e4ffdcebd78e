import { existsSync, readFileSync } from 'node:fs';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { CommandSchema } from '../gen/commune_pb';
import { errorMessage } from './error-message';
import { loadMessages, pickLocale } from './load';
import de from './messages/de.json';
import en from './messages/en.json';
import { makeTranslator } from './translate';

/** The names of the values that a message wants. */
function valuesOf(text: string): string[] {
  const names = new Set<string>();
  const visit = (elements: MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value);
      if ('options' in element)
        for (const option of Object.values(element.options)) visit(option.value);
    }
  };
  visit(parse(text));
  return [...names].sort();
}

describe('messages', () => {
  it('have the same keys and values in every language', () => {
    const german: Record<string, string> = de;
    const missing = Object.entries(en).filter(([key]) => !(key in german));
    expect(Object.fromEntries(missing), 'missing in de.json').toEqual({});
    expect(Object.keys(de)).toEqual(Object.keys(en));
    for (const [key, text] of Object.entries(en)) {
      expect([key, valuesOf(german[key]!)]).toEqual([key, valuesOf(text)]);
    }
  });

  it('name every command for the queue', () => {
    for (const { name } of CommandSchema.fields) expect(en).toHaveProperty([`queue.${name}`]);
  });

  it('have a sentence for every rejection of the ledger', () => {
    const table = new URL('../../../../src/ledger/rejection.h', import.meta.url);
    expect(existsSync(table)).toBe(true);
    const names = [...readFileSync(table, 'utf8').matchAll(/^\s+ROW\((\w+),/gm)].map(
      (match) => match[1],
    );
    expect(names.length).toBeGreaterThan(60);
    expect(names.filter((name) => !(`error.${name}` in en))).toEqual([]);
  });

  it('refuse about a thing only with codes and commands that there are', () => {
    const commands = new Set(CommandSchema.fields.map(({ name }) => name));
    for (const key of Object.keys(en).filter((name) => name.startsWith('refused.'))) {
      const [, command, code] = key.split('.');
      expect(commands).toContain(command);
      expect(en).toHaveProperty([`error.${code}`]);
    }
  });
});

describe('the translator', () => {
  const t = makeTranslator({ locale: 'en', messages: [{ 'own.hello': 'Hello {name}' }] });

  it('says plurals, lists and numbers the way of the language', () => {
    expect(t('reason.short', { missing: 1 })).toBe('One person is still missing.');
    expect(t('reason.short', { missing: 3 })).toBe('3 people are still missing.');
    expect(t.list(['bread', 'soup', 'salad'])).toBe('bread, soup, and salad');
    const german = makeTranslator({ locale: 'de', messages: [de] });
    expect(german('reason.short', { missing: 3 })).toBe('3 Leute fehlen noch.');
    expect(german('reason.week_full', { hours: 7.5, limit: 6 })).toContain('7,5 Stunden');
  });

  it('says texts from elsewhere as they are', () => {
    expect(t(errorMessage('no_such_code', 'The node says so.'))).toBe('The node says so.');
    expect(t(errorMessage('task_full', 'x'))).toBe('All places are taken.');
    expect(t('error.offline')).toContain('connection');
  });

  it('picks the first language that there is', async () => {
    expect(pickLocale(['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(pickLocale(['fr'])).toBe('en');
    expect(await loadMessages('de')).toHaveProperty(['error.offline']);
  });

  it('knows which way the language runs', () => {
    expect(t.dir).toBe('ltr');
    expect(makeTranslator({ locale: 'ar-EG', messages: [] }).dir).toBe('rtl');
  });
});
