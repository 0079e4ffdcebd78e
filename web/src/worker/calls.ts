// A pushed message as a notification. Browsers take the right to be woken away from an app that shows
// nothing (docs/adr/0023-web-push.md), so a call that does not ring is said in one quiet line, always the
// same one, without a sound.
import { matchPrecache, type PrecacheEntry } from 'workbox-precaching';
import { parsePushed } from '../core/calls/call-message';
import { answerClosed, currentCard, hearClosed, type ClosedCall } from '../core/calls/closed-call';
import { subscriptionId, writeCard, type RingCard } from '../core/calls/ring-card';
import { callChannel } from '../core/calls/ring-memory';
import type { TaskId } from '../core/ids';
import { RankingModule } from '../core/recommend/ranking-module';
import { openDatabase, type Database } from '../core/storage/database';

type Entry = PrecacheEntry | string;

const quietTag = 'calls';
const callTag = (task: string): string => `call/${task}`;
const moduleName = /(^|\/)recommend-[^/]+\.wasm$/;
const icon = '/icons/icon-192.png';

/** Opens the database for one piece of work and closes it: a newer app may have to change it. */
async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** The module of the version that runs here, out of what the worker keeps. */
async function loadModule(manifest: readonly Entry[]): Promise<RankingModule> {
  const urls = manifest.map((entry) => (typeof entry === 'string' ? entry : entry.url));
  const url = urls.find((candidate) => moduleName.test(candidate));
  const answer = url && ((await matchPrecache(url)) ?? (await fetch(url)));
  if (!answer || !answer.ok) throw new Error('the module that decides about calls is not here');
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer());
  return RankingModule.of(instance);
}

export async function onPushed(
  self: ServiceWorkerGlobalScope,
  manifest: readonly Entry[],
  text: string,
): Promise<void> {
  const message = parsePushed(text);
  await withDatabase(async (database) => {
    if (message === 'test') return showTest(self, database);
    if (message === null) return dropSubscription(self);
    const now = Date.now();
    const options = { database, loadModule: () => loadModule(manifest), now };
    await show(self, await hearClosed(message, options));
  });
  tellPages();
}

/** An open app reads the memory anew. */
function tellPages(): void {
  const channel = new BroadcastChannel(callChannel);
  channel.postMessage(null);
  channel.close();
}

async function show(self: ServiceWorkerGlobalScope, heard: ClosedCall): Promise<void> {
  const { outcome, about, card, ringing } = heard;
  if (outcome === 'nobody' || !card || !about) return dropSubscription(self);
  await closeOthers(self, ringing);
  const { texts } = card;
  const isQuestion = about.isQuestion === true;
  const { id } = about;
  const data = { task: id, path: isQuestion ? `/guild/${about.guild}` : `/task/${id}` };
  if (outcome === 'ring' || outcome === 'still') {
    const pages = await self.clients.matchAll({ type: 'window' });
    const isSeen = pages.some((page) => page.visibilityState === 'visible');
    const isLoud = outcome === 'ring' && !isSeen;
    const first = isQuestion ? heard.guild : whenOf(about.start, heard, card);
    const lines = [about.title, [first, heard.place]];
    const yes = isQuestion
      ? { action: 'look', title: texts.look }
      : { action: 'come', title: texts.come };
    return self.registration.showNotification(isQuestion ? texts.question : texts.title, {
      tag: callTag(id),
      body: lines.map((line) => [line].flat().filter(Boolean).join(' · ')).join('\n'),
      icon,
      requireInteraction: true,
      silent: !isLoud,
      data,
      ...(isLoud ? { renotify: true, vibrate: [200, 100, 200, 100, 200] } : {}),
      actions: [yes, { action: 'not_now', title: texts.notNow }],
    } as NotificationOptions);
  }
  const isWaiting = isQuestion && outcome === 'quiet';
  return self.registration.showNotification(isQuestion ? texts.reportTitle : texts.quietTitle, {
    tag: quietTag,
    body: isWaiting ? texts.reportQuiet : texts[outcome],
    icon,
    silent: true,
    data,
  });
}

/** What does not ring any more is not asked any more. */
async function closeOthers(self: ServiceWorkerGlobalScope, ringing: string | null): Promise<void> {
  const kept = [quietTag, ...(ringing === null ? [] : [callTag(ringing)])];
  for (const shown of await self.registration.getNotifications())
    if (!kept.includes(shown.tag)) shown.close();
}

function whenOf(start: string | null, { zone }: ClosedCall, { locale }: RingCard): string {
  if (start === null) return '';
  const time = { weekday: 'short', hour: '2-digit', minute: '2-digit', timeZone: zone } as const;
  return new Intl.DateTimeFormat(locale, time).format(Date.parse(start));
}

async function showTest(self: ServiceWorkerGlobalScope, database: Database): Promise<void> {
  const current = await currentCard(database);
  if (!current) return dropSubscription(self);
  const { title, test } = current.card.texts;
  return self.registration.showNotification(title, { tag: quietTag, body: test, icon, data: {} });
}

/** Nobody here wants to be woken: the push service is told, and the node hears it from there. */
async function dropSubscription(self: ServiceWorkerGlobalScope): Promise<void> {
  await (await self.registration.pushManager.getSubscription())?.unsubscribe();
}

/** "Not now", or the notice put aside; of a call that rings, and of nothing else. */
export async function answerCall({ tag, data }: Notification): Promise<void> {
  const { task } = (data ?? {}) as { task?: TaskId };
  if (!task || tag !== callTag(task)) return;
  await withDatabase((database) => answerClosed(database, task));
  tellPages();
}

/** The task or the guild, where the answers stand; in the app where it is open already. */
export async function openFromCall(
  self: ServiceWorkerGlobalScope,
  notification: Notification,
): Promise<void> {
  const { path = '/' } = notification.data as { path?: string };
  const [page] = await self.clients.matchAll({ type: 'window' });
  if (!page) return void (await self.clients.openWindow(path));
  await page.navigate(path).catch(() => null);
  await page.focus();
}

/** The browser has another subscription; the node takes it in place of the old one. */
export async function changeSubscription(self: ServiceWorkerGlobalScope): Promise<void> {
  await withDatabase(async (database) => {
    const current = await currentCard(database);
    if (!current) return;
    const { card, member } = current;
    const { id: replaces, key } = card.subscription;
    const { pushManager } = self.registration;
    const subscription =
      (await pushManager.getSubscription()) ??
      (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
    const { endpoint, keys } = subscription.toJSON();
    const answer = await fetch('/api/v1/push/subscriptions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ endpoint, keys, replaces }),
    });
    if (!answer.ok || !endpoint) return; // the app puts it right when it is opened
    const id = await subscriptionId(endpoint);
    await writeCard(database, member, { ...card, subscription: { id, key } });
  });
}
