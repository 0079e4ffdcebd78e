// Passes a link on: the phone's own share sheet where there is one, else the clipboard, and where a
// browser allows neither, a word on how to do it by hand. It always says what happened.
import { say } from './say.svelte';
import { t } from './words.svelte';

export interface Shared {
  readonly url: string;
  readonly title: string;
}

/** Whether this browser has a share sheet. */
export function canShare(): boolean {
  return 'share' in navigator;
}

export async function share(thing: Shared): Promise<void> {
  if (canShare()) {
    try {
      return await navigator.share({ ...thing });
    } catch (error) {
      // Closing the sheet is an answer. Anything else means that it did not open.
      if (error instanceof DOMException && error.name === 'AbortError') return;
    }
  }
  await copyLink(thing.url);
}

export async function copyLink(url: string): Promise<void> {
  if (await toClipboard(url)) say(t('invite.copied'));
  else say(t('share.byHand'), 'bad');
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
