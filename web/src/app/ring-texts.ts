// What the service worker says while the app is closed, in the language that the app has.
import type { RingTexts } from '../core/calls/ring-card';
import { t } from './words.svelte';

export function ringTexts(): RingTexts {
  return {
    title: t('ring.title'),
    question: t('ring.question'),
    come: t('take.come'),
    look: t('ring.look'),
    notNow: t('ring.notNow'),
    quietTitle: t('awake.quietTitle'),
    quiet: t('awake.quiet'),
    reportTitle: t('awake.reportTitle'),
    reportQuiet: t('awake.reportQuiet'),
    filled: t('awake.filled'),
    over: t('awake.over'),
    test: t('awake.testShown'),
  };
}
