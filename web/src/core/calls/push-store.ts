// Whether this browser is woken for calls while the app is closed, and that all who have a part in it
// agree: the owner, the browser's permission, its push service, and the node. The ring card is what the
// owner wants; everything else is brought in line with it whenever the app goes live.
import type { Api } from '../api/client';
import { background } from '../background';
import { Source, type Cell } from '../cell';
import type { Clock } from '../clock';
import type { MemberId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import type { OpenedPerson } from '../people/opened';
import type { Person } from '../people/people';
import type { Profile } from '../profile/model';
import type { Database } from '../storage/database';
import { eraseDeviceSealed } from '../storage/device-sealed';
import {
  placesForCard,
  profileForCard,
  readCard,
  subscriptionId,
  writeCard,
  type RingTexts,
} from './ring-card';

/** What a browser gives of a subscription; `key`: for which it was made. */
export interface BrowserSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
  readonly key: string;
}

/** The browser's side, as `app/push-browser.ts` reaches it. */
export interface PushBrowser {
  permission(): Promise<'granted' | 'denied' | 'default' | 'unsupported'>;
  ask(): Promise<'granted' | 'denied' | 'default'>;
  current(): Promise<BrowserSubscription | null>;
  subscribe(key: string): Promise<BrowserSubscription>;
  unsubscribe(): Promise<void>;
  onPermission(run: () => void): () => void;
}

/**
 * 'unknown': not looked yet. 'unsupported': by this browser. 'unavailable': the commune's computer wakes
 * nobody. 'denied': the browser may not notify. 'failed': its push service did not answer.
 */
export type PushState =
  'unknown' | 'unsupported' | 'unavailable' | 'denied' | 'off' | 'on' | 'failed';

export interface PushStoreOptions {
  api: Pick<Api, 'pushKey' | 'subscribePush' | 'unsubscribePush' | 'testPush'>;
  clock: Clock;
  database: Database;
  browser: PushBrowser | null;
  current: Cell<Person | null>;
  opened: Cell<OpenedPerson | null>;
  profile: Cell<Profile>;
  profileLoaded: () => Promise<void>;
  mine: Cell<readonly MyPlace[]>;
  writePauseMs?: number;
}

export class PushStore {
  private readonly source = new Source<PushState>('unknown');
  private readonly leave: (() => void)[];
  private words: { locale: string; texts: RingTexts } | null = null;
  private working: Promise<unknown> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly state: Cell<PushState> = this.source;

  constructor(private readonly options: PushStoreOptions) {
    const { current, opened, profile, mine, browser } = options;
    let member: MemberId | undefined;
    this.leave = [
      current.subscribe((person) => {
        const changed = person?.member !== member;
        member = person?.member;
        if (changed && this.source.get() !== 'unknown') background(this.renew());
      }),
      opened.subscribe(() => this.writeSoon()),
      profile.subscribe(() => this.writeSoon()),
      mine.subscribe(() => this.writeSoon()),
      browser?.onPermission(() => background(this.renew())) ?? (() => undefined),
    ];
  }

  /** In what language the worker speaks while the app is closed. */
  speak(locale: string, texts: RingTexts): void {
    this.words = { locale, texts };
    this.writeSoon();
  }

  /** Brings the browser and the node in line with what the owner wants. */
  renew(): Promise<void> {
    return this.alone(() => this.line());
  }

  /** Asks the browser where it was not asked yet; on a tap of the owner. */
  turnOn(): Promise<void> {
    return this.alone(async () => {
      const { browser } = this.options;
      const person = this.options.opened.get();
      if (!browser || !person) return;
      if ((await browser.ask()) !== 'granted') return this.source.set('denied');
      await this.subscribe(browser, person.member);
    });
  }

  turnOff(): Promise<void> {
    return this.alone(async () => {
      const person = this.options.current.get();
      if (person) await eraseDeviceSealed(this.options.database, person.member, 'ring-card');
      await this.line();
    });
  }

  /** A message that only this browser gets. False: the node does not know it. */
  async test(): Promise<boolean> {
    const subscription = await this.options.browser?.current();
    if (!subscription) return false;
    const id = await subscriptionId(subscription.endpoint);
    return this.options.api.testPush(id).then(
      () => true,
      () => false,
    );
  }

  close(): void {
    clearTimeout(this.timer);
    this.leave.forEach((stop) => stop());
  }

  /** One thing after the other, so that on and off never cross. */
  private alone(work: () => Promise<void>): Promise<void> {
    const run = this.working.then(work);
    this.working = run.catch(() => undefined);
    return run;
  }

  private async line(): Promise<void> {
    const { browser, database, current, api } = this.options;
    try {
      const permission = (await browser?.permission()) ?? 'unsupported';
      if (!browser || permission === 'unsupported') return this.source.set('unsupported');
      const member = current.get()?.member;
      const card = member && (await readCard(database, member));
      if (member && card && permission === 'granted') return await this.subscribe(browser, member);
      if (member && card) {
        await eraseDeviceSealed(database, member, 'ring-card');
        await api.unsubscribePush(card.subscription.id).catch(() => undefined);
      }
      if (permission === 'granted') await this.dropSubscription(browser);
      if (permission === 'denied') return this.source.set('denied');
      const key = await api.pushKey().catch(() => null);
      this.source.set(key && key.key === null ? 'unavailable' : 'off');
    } catch {
      this.source.set('failed');
    }
  }

  private async subscribe(browser: PushBrowser, member: MemberId): Promise<void> {
    const { api } = this.options;
    try {
      const { key } = await api.pushKey();
      if (key === null) return this.source.set('unavailable');
      let subscription = await browser.current();
      if (subscription && subscription.key !== key) {
        await browser.unsubscribe();
        subscription = null;
      }
      subscription ??= await browser.subscribe(key);
      const { endpoint, keys } = subscription;
      const { id } = await api.subscribePush({ endpoint, keys });
      await this.write(member, { id, key });
      this.source.set('on');
    } catch {
      this.source.set('failed');
    }
  }

  /** The node first, while the endpoint is known; where it is away, its next message finds nobody. */
  private async dropSubscription(browser: PushBrowser): Promise<void> {
    const subscription = await browser.current();
    if (!subscription) return;
    const id = await subscriptionId(subscription.endpoint);
    await this.options.api.unsubscribePush(id).catch(() => undefined);
    await browser.unsubscribe();
  }

  private writeSoon(): void {
    if (this.source.get() !== 'on') return;
    clearTimeout(this.timer);
    const rewrite = async (): Promise<void> => {
      const member = this.options.current.get()?.member;
      const card = member && (await readCard(this.options.database, member));
      if (card) await this.write(member, card.subscription);
    };
    const pause = this.options.writePauseMs ?? 300;
    this.timer = setTimeout(() => background(this.alone(rewrite)), pause);
  }

  /** While the owner is locked the card stays as it is. */
  private async write(member: MemberId, subscription: { id: string; key: string }): Promise<void> {
    const { database, opened, profile, profileLoaded, mine, clock } = this.options;
    const person = opened.get();
    await profileLoaded();
    if (!this.words || person?.member !== member || opened.get() !== person) return;
    await writeCard(database, member, {
      version: 1,
      chain: person.chain,
      profile: profileForCard(profile.get(), clock.now()),
      places: placesForCard(mine.get(), clock.now()),
      subscription,
      ...this.words,
    });
  }
}
