// Light, dark or as the system says. Kept on this device only.
import { remember, remembered } from './remember';

export type Theme = 'system' | 'light' | 'dark';

const slot = 'commune.theme';

function read(): Theme {
  const kept = remembered(slot);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

let current = $state<Theme>(read());

function paint(theme: Theme) {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  const dark =
    theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document
    .querySelector('meta[name="theme-color"]')
    ?.setAttribute('content', dark ? '#191714' : '#fbf7ef');
}

export const theme = {
  get value() {
    return current;
  },
  set value(next: Theme) {
    current = next;
    remember(slot, next === 'system' ? null : next);
    paint(next);
  },
};

export function startTheme(): void {
  paint(current);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => paint(current));
}
