// What the app says after something happened: one quiet line at a time, also for screen readers,
// and, where it can be taken back, a way to undo.
import type { Sent } from '../core/act/sender';
import { explain } from './explain';
import { t } from './words.svelte';

export interface Saying {
  readonly id: number;
  readonly text: string;
  readonly tone: 'good' | 'wait' | 'bad';
  readonly undo: (() => void) | undefined;
}

let current = $state.raw<Saying | null>(null);
let count = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

export const saying = {
  get current() {
    return current;
  },
};

export function say(text: string, tone: Saying['tone'] = 'good', undo?: () => void): void {
  clearTimeout(timer);
  count += 1;
  current = { id: count, text, tone, undo };
  timer = setTimeout(hush, undo || tone === 'bad' ? 12_000 : 6_000);
}

export function hush(): void {
  clearTimeout(timer);
  current = null;
}

/** Runs a command and says how it went. Returns whether it stands or waits. */
export async function doing(
  work: Promise<Sent>,
  done: string,
  undo?: () => void,
): Promise<boolean> {
  try {
    const sent = await work;
    if (sent.state === 'refused') {
      say(t(sent.message), 'bad');
      return false;
    }
    if (sent.state === 'waiting') say(t('say.waiting', { done }), 'wait', undo);
    else say(done, 'good', undo);
    return true;
  } catch (error) {
    say(explain(error), 'bad');
    console.error(error);
    return false;
  }
}
