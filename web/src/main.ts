// The start of the app: words, the data on this device, then the first screen.
import '@fontsource/atkinson-hyperlegible-next/400.css';
import '@fontsource/atkinson-hyperlegible-next/600.css';
import './app/tokens.css';
import './app/base.css';
import { mount } from 'svelte';
import App from './app/App.svelte';
import { startCore } from './app/live.svelte';
import { startRouter } from './app/router.svelte';
import { startTheme } from './app/theme.svelte';
import { startWords, t } from './app/words.svelte';

async function start(target: HTMLElement): Promise<void> {
  startTheme();
  await startWords();
  try {
    await startCore();
  } catch (error) {
    console.error(error);
    target.textContent = t('start.failed');
    return;
  }
  startRouter();
  target.replaceChildren();
  mount(App, { target });
}

const target = document.getElementById('app');
if (target) void start(target);
