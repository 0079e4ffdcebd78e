// Says messages in a language: plurals by format.ts, numbers and lists by Intl.
// A key that a language lacks is said in English rather than not at all.
import { makeFormats, type Format } from './format';
import type { CoreKey, Message, MessageValues } from './message';
import en from './messages/en.json';

export type Messages = Readonly<Record<string, string>>;

export interface TranslatorOptions {
  locale: string;
  /** Later files win; the English ones of this folder stand behind all of them. */
  messages: readonly Messages[];
  zone?: string;
}

export interface Translator<Key extends string = CoreKey> {
  (key: Key, values?: MessageValues): string;
  (message: Message): string;
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  number(value: number, options?: Intl.NumberFormatOptions): string;
  list(items: readonly string[], type?: 'conjunction' | 'disjunction'): string;
  has(key: string): boolean;
}

const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** `Key` is the union of the keys of the files given, for example `CoreKey | keyof typeof appEn`. */
export function makeTranslator<Key extends string = CoreKey>(
  options: TranslatorOptions,
): Translator<Key> {
  const { locale } = options;
  const texts: Messages = Object.assign({}, en, ...options.messages);
  const formats = new Map<string, Format>();
  const formatOf = makeFormats(locale);

  const say = (key: string, values?: MessageValues): string => {
    const text = texts[key];
    if (text === undefined) throw new Error(`no message ${key}`);
    if (!text.includes('{') && !text.includes("'")) return text;
    let format = formats.get(key);
    if (!format) formats.set(key, (format = formatOf(text)));
    return format(values ?? {});
  };

  const translate = (first: Key | Message, values?: MessageValues): string => {
    if (typeof first === 'string') return say(first, values);
    return 'text' in first ? first.text : say(first.key, first.values);
  };

  return Object.assign(translate, {
    locale,
    dir: rightToLeft.has(locale.split('-')[0] ?? '') ? ('rtl' as const) : ('ltr' as const),
    number: (value: number, format?: Intl.NumberFormatOptions) =>
      value.toLocaleString(locale, format),
    list: (items: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction') =>
      new Intl.ListFormat(locale, { type }).format(items),
    has: (key: string) => key in texts,
  });
}
