// The app's words in the language the person reads. English is here at once, others are fetched.
import en from '../messages/en.json';
import { loadFirstWords, type FirstWords } from '../core/i18n/first-words';
import { loadMessages, pickLocale } from '../core/i18n/load';
import type { CoreKey } from '../core/i18n/message';
import { remember, remembered } from './remember';
import { makeTranslator, type Translator } from '../core/i18n/translate';

export type Key = CoreKey | keyof typeof en;
type Locale = 'en' | 'de';
const slot = 'commune.locale';

let translator = $state.raw<Translator<Key> | null>(null);
let first = $state.raw<FirstWords | null>(null);

export function chosenLocale(): Locale | 'system' {
  const kept = remembered(slot);
  return kept === 'en' || kept === 'de' ? kept : 'system';
}

async function appMessages(locale: Locale) {
  return locale === 'de' ? { ...en, ...(await import('../messages/de.json')).default } : en;
}

async function speak(locale: Locale): Promise<void> {
  const [core, app, skills] = await Promise.all([
    loadMessages(locale),
    appMessages(locale),
    loadFirstWords(locale),
  ]);
  first = skills;
  translator = makeTranslator<Key>({ locale, messages: [core, app] });
  document.documentElement.lang = translator.locale;
  document.documentElement.dir = translator.dir;
}

export async function startWords(): Promise<void> {
  const kept = chosenLocale();
  const wanted = kept === 'system' ? pickLocale(navigator.languages) : kept;
  // A language whose file does not come is said in English, which is always here.
  await speak(wanted).catch(() => speak('en'));
}

export async function chooseLocale(locale: Locale | 'system'): Promise<void> {
  remember(slot, locale === 'system' ? null : locale);
  await startWords();
}

/** What the commune was founded with, in the language the person reads; null: it is that already. */
export const firstWords = (): FirstWords | null => first;

/** The locale for dates: English here writes the day before the month. */
export function dateLocale(): string {
  return t.locale === 'en' ? 'en-GB' : t.locale;
}

/** Says a message. Reading it in a component makes the component follow a change of language. */
export const t: Translator<Key> = new Proxy((() => '') as unknown as Translator<Key>, {
  apply: (_target, _self, args) => String(Reflect.apply(current(), undefined, args)),
  get: (_target, name) => Reflect.get(current(), name) as unknown,
});

function current(): Translator<Key> {
  if (!translator) throw new Error('startWords() comes first');
  return translator;
}
