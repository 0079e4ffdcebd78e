// Which language, and its texts: English is in the app, every other one is fetched when it is wanted.
import en from './messages/en.json';
import type { Messages } from './translate';

export const languages = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
] as const;

export type Language = (typeof languages)[number]['code'];

/** The first of the person's languages that there is; English otherwise. */
export function pickLocale(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find(({ code }) => code === tag.toLowerCase().split('-')[0]);
    if (found) return found.code;
  }
  return 'en';
}

export async function loadMessages(language: Language): Promise<Messages> {
  if (language === 'de') return (await import('./messages/de.json')).default;
  return en;
}
