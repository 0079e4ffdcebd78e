// The queue of signed commands. What enters is on disk before anything is sent, leaves only with the
// commune's answer, and goes out in the order in which it was given. The bytes of a command are the
// same on every try, so the ledger takes it once however often it arrives.
import type { CommandReceipt } from '../api-types';
import type { Api } from '../api/client';
import { ApiError } from '../api/errors';
import { derive, Source, type Cell } from '../cell';
import type { Clock } from '../clock';
import { credentialOf, taskOf, type CommandInput } from '../envelope/commands';
import type { EnvelopeId } from '../ids';
import type { KeyPair } from '../keys/derive';
import type { OpenedPerson } from '../people/opened';
import { isStorageFault, type StorageHealth } from '../storage/health';
import type { Basis, OutboxItem, QueuedCommand } from './item';
import type { OutboxDisk, Stored } from './outbox-disk';
import { judge, refusalMessage, titleMessage } from './settle';
import { exclusively } from './exclusively';

export interface OutboxOptions {
  disk: OutboxDisk;
  api: Api;
  clock: Clock;
  opened: Cell<OpenedPerson | null>;
  health: StorageHealth;
}

export class Outbox {
  private readonly stored = new Source<readonly Stored[]>([]);
  private readonly settled = new Map<number, QueuedCommand>();
  private readonly moved = new Map<number, number>(); // from an order in memory to the one on disk
  private readonly receipts = new Map<EnvelopeId, CommandReceipt>();
  private flushing: Promise<void> | null = null;
  private boardHeight = 0;
  readonly queued: Cell<readonly QueuedCommand[]>;
  readonly items: Cell<readonly OutboxItem[]>;
  /** How many waiting commands are only in memory, because the device had no room for them. */
  readonly loose: Cell<number>;

  private constructor(private readonly options: OutboxOptions) {
    this.queued = derive([this.stored], (stored) => stored.map(({ item }) => item));
    this.loose = derive(
      [this.stored],
      (stored) => stored.filter((one) => isLoose(one) && one.item.state !== 'committed').length,
    );
    this.items = derive([this.queued], (queued) =>
      queued.filter((item) => item.state !== 'committed').map(describe),
    );
  }

  static async open(options: OutboxOptions): Promise<Outbox> {
    const outbox = new Outbox(options);
    await outbox.reload();
    return outbox;
  }

  /** Signs and keeps a command: on disk, or in memory where the device has no room (`loose`). */
  async add(command: CommandInput, person: OpenedPerson, basis: Basis): Promise<Stored> {
    const { clock } = this.options;
    const { signCommand } = await import('../envelope/envelope');
    const signed = signCommand(command, keyFor(command, person), person.chain, clock.seconds());
    const item: QueuedCommand = {
      ...signed,
      member: person.member,
      command,
      basis,
      queuedAt: clock.now(),
      attempts: 0,
      state: 'waiting',
      height: null,
      code: null,
      reason: '',
    };
    const order = await this.keep(item);
    this.stored.update((stored) => [...stored, { order, item }]);
    return { order, item };
  }

  /** How it stands with a queued command; by its order, since its id changes if it is signed again. */
  find(given: number): QueuedCommand | undefined {
    const order = this.moved.get(given) ?? given;
    const kept = this.stored.get().find((stored) => stored.order === order);
    return this.settled.get(order) ?? kept?.item;
  }

  receipt(id: EnvelopeId): CommandReceipt | undefined {
    return this.receipts.get(id);
  }

  /** Sends what waits, in order, until all is answered or nobody answers. */
  flush(): Promise<void> {
    this.flushing ??= exclusively('commune-outbox', () => this.sendAll()).finally(() => {
      this.flushing = null;
    });
    return this.flushing;
  }

  /** The board has reached this height: what was committed up to there shows by itself. */
  reached(height: number): void {
    this.boardHeight = height;
    this.stored.update((stored) => {
      const left = stored.filter(
        ({ item }) => item.state !== 'committed' || (item.height ?? 0) > height,
      );
      return left.length === stored.length ? stored : left;
    });
  }

  async dismiss(id: EnvelopeId): Promise<void> {
    const found = this.stored.get().find(({ item }) => item.id === id && item.state === 'refused');
    if (found) await this.drop(found);
  }

  /** Takes back a command that was never sent. False: too late. */
  async withdraw(id: EnvelopeId): Promise<boolean> {
    const found = this.stored.get().find(({ item }) => item.id === id);
    if (!found || found.item.state !== 'waiting' || found.item.attempts > 0) return false;
    await this.drop(found);
    return true;
  }

  /** The order under which it is kept. A whole number is on disk; between two, it is only in memory. */
  private async keep(item: QueuedCommand): Promise<number> {
    try {
      return await this.options.disk.add(item);
    } catch (error) {
      if (!isStorageFault(error)) throw error;
      const last = Math.max(0, ...this.stored.get().map(({ order }) => order));
      const order = last + 2 ** -20;
      this.options.health.owe(`outbox/${order}`, () => this.settleDown(order));
      return order;
    }
  }

  /** There may be room again: a command that was only in memory goes to disk, if it still waits. */
  private settleDown(order: number): Promise<void> {
    return exclusively('commune-outbox', () => this.toDisk(order));
  }

  private async toDisk(order: number): Promise<void> {
    const found = this.stored.get().find((stored) => stored.order === order);
    if (found?.item.state !== 'waiting') return;
    const kept = await this.options.disk.add(found.item);
    this.moved.set(order, kept);
    const moved = (stored: Stored) =>
      stored.order === order ? { ...stored, order: kept } : stored;
    this.stored.update((all) => all.map(moved));
  }

  private async sendAll(): Promise<void> {
    await this.reload();
    const tried = new Set<number>();
    for (;;) {
      const next = this.stored
        .get()
        .find(({ order, item }) => item.state === 'waiting' && !tried.has(order));
      if (!next) return;
      tried.add(next.order);
      if (!(await this.sendOne(next))) return;
    }
  }

  /** False: nobody answers, stop for now. */
  private async sendOne(waiting: Stored): Promise<boolean> {
    const fresh = this.isExpired(waiting.item) ? await this.signAgain(waiting) : waiting;
    if (!fresh) return true; // its person is locked: it waits for them, what is behind it need not
    const sending = await this.change(fresh, {
      state: 'sending',
      attempts: fresh.item.attempts + 1,
    });
    try {
      const receipt = await this.options.api.command(sending.item);
      this.receipts.set(sending.item.id, receipt);
      await this.settle(sending, receipt.height);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return this.onError(sending, error);
    }
  }

  private async onError(sending: Stored, error: ApiError): Promise<boolean> {
    const verdict = judge(sending.item, error);
    if (verdict === 'already_so') {
      await this.settle(sending, 0);
      return true;
    }
    if (verdict === 'refused') {
      const { code, message: reason } = error;
      await this.change(sending, { state: 'refused', code, reason });
      return true;
    }
    const waiting = await this.change(sending, { state: 'waiting' });
    if (verdict === 'later') return false;
    const again = sending.item.attempts < 3 ? await this.signAgain(waiting) : null;
    if (!again && sending.item.attempts >= 3) {
      await this.change(waiting, { state: 'refused', code: error.code, reason: error.message });
    }
    return again ? this.sendOne(again) : true;
  }

  private isExpired(item: QueuedCommand): boolean {
    return this.options.clock.seconds() >= item.expiresAt - 60;
  }

  /** The same wish in a new envelope. Safe: an expired envelope can no longer enter the ledger. */
  private async signAgain(stored: Stored): Promise<Stored | null> {
    const person = this.options.opened.get();
    const { item } = stored;
    if (person?.member !== item.member) return null;
    const key = keyFor(item.command, person);
    const { signCommand } = await import('../envelope/envelope');
    return this.change(
      stored,
      signCommand(item.command, key, person.chain, this.options.clock.seconds()),
    );
  }

  private async settle(stored: Stored, height: number): Promise<void> {
    await this.forget(stored.order);
    const item: QueuedCommand = { ...stored.item, state: 'committed', height };
    this.settled.set(stored.order, item);
    this.replace({ ...stored, item });
    setTimeout(() => this.reached(this.boardHeight)); // the block may have come before the answer
  }

  private async change(stored: Stored, change: Partial<QueuedCommand>): Promise<Stored> {
    const changed = { ...stored, item: { ...stored.item, ...change } };
    // A queue that cannot be written is sent all the same: the same bytes twice are one command.
    if (!isLoose(changed)) await this.options.disk.change(changed).catch(orStorageFault);
    this.replace(changed);
    return changed;
  }

  private async drop(stored: Stored): Promise<void> {
    await this.forget(stored.order);
    this.stored.update((all) => all.filter(({ order }) => order !== stored.order));
  }

  private async forget(order: number): Promise<void> {
    if (isLoose({ order })) return;
    const { disk, health } = this.options;
    await health.write(`outbox/${order}`, () => disk.remove(order));
  }

  private replace(changed: Stored): void {
    this.stored.update((all) =>
      all.map((stored) => (stored.order === changed.order ? changed : stored)),
    );
  }

  /** What is on disk is the truth (another tab may write there); what was being sent waits again. */
  private async reload(): Promise<void> {
    const onDisk = await this.options.disk.all();
    const inMemory = this.stored
      .get()
      .filter((stored) => stored.item.state === 'committed' || isLoose(stored));
    const again = ({ order, item }: Stored): Stored => ({
      order,
      item: item.state === 'sending' ? { ...item, state: 'waiting' } : item,
    });
    this.stored.set(
      [...inMemory, ...onDisk].map(again).sort((one, other) => one.order - other.order),
    );
  }
}

/** Only in memory: gone when the app is closed. */
function isLoose({ order }: Pick<Stored, 'order'>): boolean {
  return !Number.isInteger(order);
}

function orStorageFault(error: unknown): void {
  if (!isStorageFault(error)) throw error;
}

function keyFor(command: CommandInput, person: OpenedPerson): KeyPair {
  const task = taskOf(command);
  const own = credentialOf(command.kind) === 'participant' && task !== null;
  return own ? person.participantKey(task) : person.memberKey;
}

function describe(item: QueuedCommand): OutboxItem {
  return {
    id: item.id,
    title: titleMessage(item),
    task: taskOf(item.command),
    state: item.state,
    queuedAt: item.queuedAt,
    refusal: item.state === 'refused' ? refusalMessage(item) : null,
  };
}
