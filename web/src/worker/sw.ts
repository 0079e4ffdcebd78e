// Runs where no page is open: keeps the whole app on the device, and wakes for urgent calls. What a call
// means for the owner is decided in core/calls; here it becomes a notification.
/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core';
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { answerCall, changeSubscription, onPushed, openFromCall } from './calls';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

const manifest = self.__WB_MANIFEST;

clientsClaim();
precacheAndRoute(manifest);
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/trust/, /\/[^/?]+\.[^/]+$/],
  }),
);

// A newer version waits until the owner takes it (app/version.svelte.ts).
self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('push', (event) => {
  event.waitUntil(onPushed(self, manifest, event.data?.text() ?? ''));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { notification } = event;
  const work = event.action === 'not_now' ? answerCall : openFromCall.bind(null, self);
  event.waitUntil(work(notification));
});

// Not when the app closes it: put aside by the owner.
self.addEventListener('notificationclose', (event) => {
  event.waitUntil(answerCall(event.notification));
});

self.addEventListener('pushsubscriptionchange', (event) => {
  (event as ExtendableEvent).waitUntil(changeSubscription(self));
});
