// Owner, browser and node agree on whether this browser is woken, whatever happens to one of them.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PushSubscriptionView } from '../api-types';
import { Source } from '../cell';
import type { Clock } from '../clock';
import type { ChainId, MemberId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import type { OpenedPerson } from '../people/opened';
import type { Person } from '../people/people';
import { emptyProfile, type Profile } from '../profile/model';
import { openDatabase, type Database } from '../storage/database';
import { eraseVault } from '../storage/erase-vault';
import { noon, until } from '../testing/fixtures';
import { PushStore, type BrowserSubscription, type PushBrowser } from './push-store';
import { readCard, subscriptionId } from './ring-card';

const me = '01'.repeat(16) as MemberId;
const texts = {
  title: '',
  question: '',
  come: '',
  look: '',
  notNow: '',
  quietTitle: '',
  quiet: '',
  reportTitle: '',
  reportQuiet: '',
  filled: '',
  over: '',
  test: '',
};
let names = 0;

/** A browser whose owner says yes, and whose push service works, unless a test says otherwise. */
class TestBrowser implements PushBrowser {
  allowed: 'granted' | 'denied' | 'default' = 'default';
  answer: 'granted' | 'denied' = 'granted';
  works = true;
  subscription: BrowserSubscription | null = null;
  made = 0;
  private run: () => void = () => undefined;

  permission = async () => this.allowed;
  ask = async () => (this.allowed = this.answer);
  current = async () => this.subscription;
  async subscribe(key: string): Promise<BrowserSubscription> {
    if (!this.works) throw new Error('no push service');
    const endpoint = `https://push.example/${(this.made += 1)}`;
    return (this.subscription = { endpoint, keys: { p256dh: 'k', auth: 'a' }, key });
  }
  async unsubscribe(): Promise<void> {
    this.subscription = null;
  }
  onPermission(run: () => void): () => void {
    this.run = run;
    return () => (this.run = () => undefined);
  }
  withdraw(): void {
    this.allowed = 'denied';
    this.subscription = null;
    this.run();
  }
}

describe('being woken while the app is closed', () => {
  let database: Database;
  let browser: TestBrowser;
  let store: PushStore;
  let key: string | null = 'the-key';
  const known = new Set<string>(); // by the node
  const person = { member: me, chain: 'cc'.repeat(32) as ChainId } as OpenedPerson;
  const current = new Source<Person | null>(null);
  const opened = new Source<OpenedPerson | null>(null);
  const profile = new Source<Profile>(emptyProfile);

  const api = {
    pushKey: async () => ({ key }),
    async subscribePush({ endpoint }: PushSubscriptionView) {
      const id = await subscriptionId(endpoint);
      known.add(id);
      return { id };
    },
    unsubscribePush: async (id: string) => ({ removed: known.delete(id) }),
    testPush: async (id: string) =>
      known.has(id) ? { sent: true } : Promise.reject(new Error('unknown')),
  };
  const open = (): PushStore => {
    const made = new PushStore({
      api,
      clock: { now: () => noon } as Clock,
      database,
      browser,
      current,
      opened,
      profile,
      profileLoaded: async () => undefined,
      mine: new Source<readonly MyPlace[]>([]),
      writePauseMs: 1,
    });
    made.speak('en-GB', texts);
    return made;
  };

  beforeEach(async () => {
    database = await openDatabase(`push-${(names += 1)}`);
    browser = new TestBrowser();
    key = 'the-key';
    known.clear();
    current.set({ member: me } as Person);
    opened.set(person);
    profile.set(emptyProfile);
    store = open();
    await store.renew();
  });
  afterEach(() => store.close());

  it('is off until the owner asks for it, and then all agree', async () => {
    expect(store.state.get()).toBe('off');
    await store.turnOn();
    expect(store.state.get()).toBe('on');
    expect(known.size).toBe(1);
    expect((await readCard(database, me))?.subscription.key).toBe('the-key');
    expect(await store.test()).toBe(true);
    await store.turnOff();
    expect(store.state.get()).toBe('off');
    expect([known.size, browser.subscription, await readCard(database, me)]).toEqual([
      0,
      null,
      null,
    ]);
    expect(await store.test()).toBe(false);
  });

  it('says why where it cannot be', async () => {
    browser.answer = 'denied';
    await store.turnOn();
    expect(store.state.get()).toBe('denied');
    browser.allowed = browser.answer = 'granted';
    browser.works = false;
    await store.turnOn();
    expect(store.state.get()).toBe('failed');
    expect(await readCard(database, me)).toBeNull();
    browser.works = true;
    key = null;
    await store.renew();
    expect(store.state.get()).toBe('unavailable');
  });

  it('ends when the browser’s permission is withdrawn', async () => {
    await store.turnOn();
    browser.withdraw();
    await until(() => store.state.get() === 'denied');
    expect(await readCard(database, me)).toBeNull();
    expect(known.size).toBe(0);
  });

  it('ends when the person is taken off the device or leaves', async () => {
    await store.turnOn();
    await eraseVault(database, me);
    opened.set(null);
    current.set(null);
    await until(() => browser.subscription === null);
    expect(known.size).toBe(0);
  });

  it('goes on after a restart, a lost subscription, another key, and a node that forgot', async () => {
    await store.turnOn();
    store.close();
    known.clear();
    browser.subscription = null;
    store = open();
    await store.renew();
    expect([store.state.get(), known.size, browser.made]).toEqual(['on', 1, 2]);
    key = 'another';
    await store.renew();
    expect([store.state.get(), browser.made]).toEqual(['on', 3]);
    expect((await readCard(database, me))?.subscription.key).toBe('another');
  });

  it('keeps the card as the profile is, but not while the owner is locked', async () => {
    await store.turnOn();
    const quiet = { ...emptyProfile, ping: { ...emptyProfile.ping, perWeek: 7 } };
    profile.set(quiet);
    let kept = 0;
    while (kept !== 7) kept = (await readCard(database, me))?.profile.ping.perWeek ?? 0;
    opened.set(null);
    profile.set(emptyProfile); // what a locked app holds
    await store.renew();
    expect((await readCard(database, me))?.profile.ping.perWeek).toBe(7);
  });
});
