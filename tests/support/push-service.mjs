// A push service on this machine (RFC 8030) that is also the browsers behind it: it checks who sends
// (RFC 8292), opens what was sealed (RFC 8291) with another implementation than the node's, and keeps
// it. A real browser's push service cannot be reached from a test; what it would hand on is handed on
// to the real service worker by `deliver`.
import { createECDH, createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import ece from 'http_ece';
import { until } from './until.mjs';

/** Throws unless the Authorization header is a token of this key, for this service, still good. */
function checkSender(header, origin) {
  const [, token, key] = header.match(/^vapid t=([^,]+), k=([\w-]{87})$/);
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
  const [head, claims, signature] = token.split('.');
  const good = verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url'));
  const now = Date.now() / 1000;
  if (!good || aud !== origin || exp < now || exp > now + 86_400 || !sub.startsWith('mailto:')) throw new Error(`a wrong token: ${header}`);
  return key;
}

export async function openPushService() {
  const browsers = new Map(); // by path
  const problems = [];
  let origin = '';

  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const browser = browsers.get(request.url);
    const { authorization, ttl, urgency, topic, 'content-encoding': encoding } = request.headers;
    if (!browser) return void response.writeHead(410).end();
    const busy = browser.busy.shift();
    if (busy !== undefined) return void response.writeHead(429, { 'retry-after': String(busy) }).end();
    try {
      const key = checkSender(authorization, origin);
      if (encoding !== 'aes128gcm' || !/^\d+$/.test(ttl) || !/^[\w-]{1,32}$/.test(topic)) throw new Error('a wrong header');
      const text = ece.decrypt(body, { version: 'aes128gcm', privateKey: browser.pair, authSecret: browser.secret }).toString();
      browser.messages.push({ text, size: body.length, key, ttl: Number(ttl), urgency, topic });
      response.writeHead(201, { location: `${origin}/message/${browser.messages.length}` }).end();
    } catch (problem) {
      problems.push(String(problem));
      response.writeHead(400).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;

  /** A browser's subscription; `busy`: answered first with "too many, come again in so many seconds". */
  function subscribe({ busy = [] } = {}) {
    const path = `/push/${randomBytes(12).toString('base64url')}`;
    const pair = createECDH('prime256v1');
    pair.generateKeys();
    const secret = randomBytes(16);
    const messages = [];
    browsers.set(path, { pair, secret, messages, busy: [...busy] });
    const endpoint = origin + path;
    const keys = { p256dh: pair.getPublicKey('base64url'), auth: secret.toString('base64url') };
    const id = createHash('sha256').update(endpoint).digest('hex');
    const gone = () => browsers.delete(path);
    const heard = async (count) => {
      const enough = () => messages.length >= count || problems.length > 0;
      await until(`${count} messages came`, enough, { log: () => JSON.stringify(messages) });
      if (problems.length > 0) throw new Error(problems.join('\n'));
      return messages;
    };
    return { endpoint, keys, id, messages, heard, gone };
  }

  const stop = () => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
  return { origin, subscribe, problems, stop };
}

/** Gives a browser's pages this subscription, where they ask their own push service for one. */
export function pretendPush(context, { endpoint, keys }) {
  return context.addInitScript(
    ([endpoint, keys]) => {
      const slot = 'test.push-key';
      const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
      const kept = () => localStorage.getItem(slot);
      const subscription = () => ({
        endpoint,
        options: { applicationServerKey: bytes(kept()).buffer },
        toJSON: () => ({ endpoint, keys }),
        unsubscribe: async () => (localStorage.removeItem(slot), true),
      });
      PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
        localStorage.setItem(slot, applicationServerKey);
        return subscription();
      };
      PushManager.prototype.getSubscription = async () => (kept() ? subscription() : null);
    },
    [endpoint, keys],
  );
}

/** In the service worker: what the person sees. */
const notifications = async () =>
  (await self.registration.getNotifications()).map(({ title, body, tag, silent, actions, data }) => ({ title, body, tag, silent, path: data?.path, actions: actions?.map(({ action }) => action) }));

/** A door to the service worker of `origin` in a browser whose app is closed. */
export async function sleepingWorker(context, origin) {
  const page = await context.newPage(); // empty: the app stays closed
  const session = await context.newCDPSession(page);
  const registrations = [];
  const active = new Set(); // registrations whose worker a push reaches; one before that is lost
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { registrationId, status } of versions) if (status === 'activated') active.add(registrationId);
  });
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: found }) => registrations.push(...found));
  await session.send('ServiceWorker.enable');
  const here = ({ scopeURL, isDeleted }) => scopeURL.startsWith(origin) && !isDeleted;
  await until('the service worker is registered', () => registrations.some(here));
  const { registrationId } = registrations.find(here);
  await until('the service worker is active', () => active.has(registrationId));
  const worker = () => context.serviceWorkers().find((one) => one.url().startsWith(origin));
  return {
    /** As a push service brings it. */
    deliver: (data) => session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data }),
    /** What the person sees; waits until `wanted` says so. */
    async shown(wanted) {
      let list = [];
      const look = async () => {
        // A worker that has nothing to do may be stopped, also while it is asked.
        list = (await worker()?.evaluate(notifications)) ?? [];
        return wanted(list);
      };
      await until('the notifications are as wanted', look, { log: () => JSON.stringify(list) });
      return list;
    },
    /** A tap on a button of a notification. */
    tap: (tag, action) =>
      worker().evaluate(
        async ([tag, action]) => {
          const [notification] = await self.registration.getNotifications({ tag });
          self.dispatchEvent(new NotificationEvent('notificationclick', { notification, action }));
        },
        [tag, action],
      ),
    /**
     * The person wipes a notification away. A browser without a screen shows none that could be wiped, so it
     * is closed here, and the event that a browser sends with that is sent to the real worker.
     */
    wipe: (tag) =>
      worker().evaluate(async (tag) => {
        const [notification] = await self.registration.getNotifications({ tag });
        notification.close();
        let done;
        const event = new NotificationEvent('notificationclose', { notification });
        event.waitUntil = (work) => (done = work);
        self.dispatchEvent(event);
        await done;
      }, tag),
    close: () => page.close(),
  };
}
