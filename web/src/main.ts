// The start of the app: words, the data on this device and the first screen at the same time. The node's
// board, the service worker and all else come after the first picture.
import './app/early';
import '@fontsource/atkinson-hyperlegible-next/400.css';
import '@fontsource/atkinson-hyperlegible-next/600.css';
import './app/tokens.css';
import './app/base.css';
import { mount } from 'svelte';
import App from './app/App.svelte';
import { afterPicture, fetchAhead, settleFirst } from './app/first-screen';
import { core, live, startCore } from './app/live.svelte';
import { startRouter } from './app/router.svelte';
import { startTheme } from './app/theme.svelte';
import { keepApp, watchPieces } from './app/version.svelte';
import { startWords, t } from './app/words.svelte';

async function start(target: HTMLElement): Promise<void> {
  watchPieces();
  startTheme();
  fetchAhead();
  const words = startWords();
  try {
    await startCore();
    await words;
  } catch (error) {
    await words;
    console.error(error);
    target.textContent = t('start.failed');
    return;
  }
  settleFirst(live.stage);
  await startRouter();
  target.replaceChildren();
  mount(App, { target });
  afterPicture(() => {
    core().go();
    keepApp();
  });
}

const target = document.getElementById('app');
if (target) void start(target);
