// The browser's side of being woken: permission, and the subscription of its push service. The data layer
// decides (core/calls/push-store.ts).
import { toBase64Url } from '../core/bytes';
import type { BrowserSubscription, PushBrowser } from '../core/calls/push-store';

const isThere = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

const readyMs = 30_000; // the first visit fetches the whole app; some browsers never have a worker

async function manager(): Promise<PushManager> {
  const late = new Promise<never>((_, fail) =>
    setTimeout(() => fail(new Error('the service worker is not here')), readyMs),
  );
  return (await Promise.race([navigator.serviceWorker.ready, late])).pushManager;
}

function describe(subscription: PushSubscription): BrowserSubscription {
  const { endpoint, keys } = subscription.toJSON();
  const key = subscription.options.applicationServerKey;
  return {
    endpoint: endpoint ?? '',
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    key: key ? toBase64Url(new Uint8Array(key)) : '',
  };
}

export const pushBrowser: PushBrowser = {
  permission: async () => (isThere() ? Notification.permission : 'unsupported'),
  ask: () => Notification.requestPermission(),
  async current() {
    const subscription = await (await manager()).getSubscription();
    return subscription && describe(subscription);
  },
  async subscribe(key) {
    const options = { userVisibleOnly: true, applicationServerKey: key };
    return describe(await (await manager()).subscribe(options));
  },
  async unsubscribe() {
    await (await (await manager()).getSubscription())?.unsubscribe();
  },
  onPermission(run) {
    const watched = navigator.permissions?.query({ name: 'notifications' }).catch(() => null);
    let stopped = false;
    void watched?.then((status) => status?.addEventListener('change', () => stopped || run()));
    return () => void (stopped = true);
  },
};
