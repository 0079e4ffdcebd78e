// Who uses this device. One person at a time is current; a person with a PIN is locked until it is
// given, and somebody on a shared device is locked again a minute after the last touch. The code that
// derives and signs is fetched where it is wanted: a first visit shows its screen without it.
import type { DemoPerson, InvitationView } from '../api-types';
import type { Api } from '../api/client';
import { ApiError } from '../api/errors';
import { random, toHex, type Bytes } from '../bytes';
import { derive, Source, type Cell } from '../cell';
import type { ChainId, MemberId, PublicKey } from '../ids';
import type { CommandOf } from '../envelope/commands';
import type { Database } from '../storage/database';
import { openDeviceKey } from '../storage/device-key';
import { StorageHealth } from '../storage/health';
import { pinPause } from '../storage/pin';
import { eraseVault } from '../storage/erase-vault';
import type { OpenedPerson } from './opened';
import { PeopleError } from './people-error';
import { makeRecord, openSeed, sealSeed, type PersonKind, type PersonRecord } from './record';

export interface Person {
  member: MemberId;
  key: PublicKey;
  name: string;
  kind: PersonKind;
  pin: boolean;
  locked: boolean;
}

export interface JoinOptions {
  pin?: string;
  kind?: 'own' | 'shared';
}

export const sharedLockMs = 60_000;

export class People {
  private readonly currentSource = new Source<PersonRecord | null>(null);
  private readonly openedSource = new Source<OpenedPerson | null>(null);
  private readonly pause = new Source(0);
  private idle: ReturnType<typeof setTimeout> | undefined;
  private pauseTimer: ReturnType<typeof setInterval> | undefined;

  /** The opened person, for the parts of the data layer that sign or unseal. */
  readonly opened: Cell<OpenedPerson | null> = this.openedSource;
  readonly current: Cell<Person | null> = derive(
    [this.currentSource, this.openedSource],
    (record, opened) => record && describe(record, opened?.member === record.member),
  );
  readonly pinPause: Cell<number> = this.pause;
  /** Somebody is joining: their keys may be here before the command that makes them a member. */
  readonly entering = new Source(false);

  private constructor(
    private readonly database: Database,
    private readonly api: Api,
    private readonly health: StorageHealth,
  ) {}

  static async open(database: Database, api: Api, health = new StorageHealth()): Promise<People> {
    const people = new People(database, api, health);
    const current = await database.get('device', 'current');
    if (typeof current === 'string') await people.select(current);
    return people;
  }

  async list(): Promise<Person[]> {
    const records = await this.database.getAll('people');
    const open = this.openedSource.get()?.member;
    return records.map((record) => describe(record, record.member === open));
  }

  async select(member: MemberId): Promise<void> {
    const record = await this.database.get('people', member);
    if (!record) return;
    const seed = record.pin
      ? null
      : await openSeed(await openDeviceKey(this.database), record, null);
    await this.health.write('current', () => this.database.put('device', member, 'current'));
    const opened = seed && (await this.makeOpened(record, seed));
    this.lock();
    if (opened) this.setOpened(opened);
    this.currentSource.set(record);
    this.showPause(record);
  }

  async unlock(pin: string): Promise<boolean> {
    const record = this.currentSource.get();
    if (!record) return false;
    if (record.pin && pinPause(record.pin, Date.now()) > 0) return false;
    const seed = await openSeed(await openDeviceKey(this.database), record, pin);
    if (record.pin) await this.countTry(record, seed !== null);
    if (seed) this.setOpened(await this.makeOpened(this.currentSource.get() ?? record, seed));
    return seed !== null;
  }

  lock(): void {
    clearTimeout(this.idle);
    const opened = this.openedSource.get();
    this.openedSource.set(null);
    opened?.wipe();
  }

  touch(): void {
    clearTimeout(this.idle);
    const shared = this.openedSource.get()?.record.kind === 'shared';
    if (shared) this.idle = setTimeout(() => this.lock(), sharedLockMs);
  }

  /** Reads an invitation link and asks the node about it. */
  async readInvitation(link: string): Promise<InvitationView & { key: PublicKey }> {
    const { parseInvitation } = await import('../keys/invitation');
    const invitation = parseInvitation(link);
    if (!invitation) throw new PeopleError('invitation_malformed');
    return { ...(await this.api.invitation(invitation.hex)), key: invitation.hex };
  }

  /** Makes the keys of a newcomer and the command that joins; `actions` signs and sends it. */
  async prepareJoin(
    link: string,
    name: string,
    options: JoinOptions = {},
  ): Promise<CommandOf<'join'>> {
    const { parseInvitation, vouchFor } = await import('../keys/invitation');
    const { memberKey } = await import('../keys/derive');
    const invitation = parseInvitation(link);
    if (!invitation) throw new PeopleError('invitation_malformed');
    const { chain } = await this.api.commune();
    const seed = random(32);
    const newcomer = memberKey(seed);
    const { pin = null, kind = 'own' } = options;
    await this.keep(
      await makeRecord(await openDeviceKey(this.database), { seed, chain, name, kind, pin }),
      seed,
    );
    const invitation_signature = toHex(vouchFor(invitation, chain, newcomer));
    return { kind: 'join', name, invitation_key: invitation.hex, invitation_signature };
  }

  async chooseDemo(person: DemoPerson): Promise<Person> {
    const { chain, demo } = await this.api.commune();
    if (!demo) throw new PeopleError('not_a_demo');
    const { demoSeed } = await import('../keys/derive');
    const seed = demoSeed(person.slug);
    const record = { seed, chain, name: person.name, kind: 'demo', pin: null } as const;
    return this.keep(await makeRecord(await openDeviceKey(this.database), record), seed);
  }

  async recoveryWords(): Promise<string[]> {
    const opened = this.openedSource.get();
    if (!opened) throw new PeopleError('locked');
    const { wordsFromSeed } = await import('../keys/phrase');
    return wordsFromSeed(opened.seed);
  }

  async restore(words: string, options: JoinOptions = {}): Promise<Person> {
    const { seedFromWords } = await import('../keys/phrase');
    const { memberIdOf, memberKey } = await import('../keys/derive');
    const seed = seedFromWords(words);
    if (!(seed instanceof Uint8Array)) throw PeopleError.ofPhrase(seed);
    const chain: ChainId = (await this.api.commune()).chain;
    const { pin = null, kind = 'own' } = options;
    const member = memberIdOf(memberKey(seed).public);
    const name = await this.nameOf(seed, chain, member);
    return this.keep(
      await makeRecord(await openDeviceKey(this.database), { seed, chain, name, kind, pin }),
      seed,
    );
  }

  async setPin(pin: string | null): Promise<void> {
    const opened = this.openedSource.get();
    if (!opened) throw new PeopleError('locked');
    const record = this.currentSource.get() ?? opened.record;
    await this.change({
      ...record,
      ...(await sealSeed(await openDeviceKey(this.database), opened.seed, pin)),
    });
  }

  async setName(name: string): Promise<void> {
    const record = this.currentSource.get();
    if (record && record.name !== name) await this.change({ ...record, name });
  }

  /**
   * The node serves this commune. A demo that was founded anew has another chain but the same people:
   * they go over, without what they remember of the old one.
   */
  async follow(chain: ChainId): Promise<void> {
    const current = this.currentSource.get();
    if (current?.kind !== 'demo' || current.chain === chain) return;
    await eraseVault(this.database, current.member, ['history', 'participants', 'seen', 'copy']);
    await this.database.put('people', { ...current, chain });
    await this.select(current.member);
  }

  async remove(member: MemberId): Promise<void> {
    const opened = this.openedSource.get();
    if (opened?.member === member) opened.vault.close(); // what is still on its way comes to nothing
    await eraseVault(this.database, member);
    await this.database.delete('people', member);
    if (this.currentSource.get()?.member !== member) return;
    this.lock();
    this.currentSource.set(null);
    await this.database.delete('device', 'current');
  }

  private async keep(record: PersonRecord, seed: Bytes): Promise<Person> {
    await this.database.put('people', record);
    await this.database.put('device', record.member, 'current');
    const opened = await this.makeOpened(record, seed);
    this.lock();
    this.setOpened(opened);
    this.currentSource.set(record);
    return describe(record, true);
  }

  private async change(record: PersonRecord): Promise<void> {
    await this.database.put('people', record);
    this.currentSource.set(record);
  }

  private async makeOpened(record: PersonRecord, seed: Bytes): Promise<OpenedPerson> {
    const { OpenedPerson } = await import('./opened');
    return new OpenedPerson(record, seed, this.database, this.health);
  }

  private setOpened(opened: OpenedPerson): void {
    this.openedSource.set(opened);
    this.touch();
  }

  private async countTry(record: PersonRecord, right: boolean): Promise<void> {
    const { pin } = record;
    if (!pin) return;
    const wrong = right ? 0 : pin.wrong + 1;
    const counted = { ...record, pin: { ...pin, wrong, wrongAt: right ? 0 : Date.now() } };
    await this.health.write(`people/${record.member}`, () => this.database.put('people', counted));
    this.currentSource.set(counted);
    this.showPause(counted);
  }

  private showPause(record: PersonRecord): void {
    clearInterval(this.pauseTimer);
    const show = (): void => {
      const left = record.pin ? pinPause(record.pin, Date.now()) : 0;
      this.pause.set(left);
      if (left === 0) clearInterval(this.pauseTimer);
    };
    this.pauseTimer = setInterval(show, 1000);
    show();
  }

  private async nameOf(seed: Bytes, chain: ChainId, member: MemberId): Promise<string> {
    const { proveSession } = await import('../api/session');
    const { memberKey } = await import('../keys/derive');
    const view = await this.api.commune();
    const now = (Date.parse(view.now) / 1000) as never;
    if (!view.demo) {
      const proof = proveSession(memberKey(seed), chain, now);
      await this.api.openSession(proof).catch((error: unknown) => {
        const unknown = error instanceof ApiError && (error.status === 401 || error.status === 403);
        throw unknown ? new PeopleError('not_a_member') : error;
      });
    }
    const found = (await this.api.members()).members.find((candidate) => candidate.id === member);
    if (!found) throw new PeopleError('not_a_member');
    return found.name;
  }
}

function describe(record: PersonRecord, open: boolean): Person {
  const { member, key, name, kind, pin } = record;
  return { member, key, name, kind, pin: pin !== null, locked: !open };
}
