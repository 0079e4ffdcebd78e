// The queue at rest: one record a command, in the order in which the person gave them, sealed under
// the device's key (not the person's), so that it can be sent after a shared device was locked.
import { fromHex, toHex, utf8, type Bytes } from '../bytes';
import type { Database, Sealed } from '../storage/database';
import { openDeviceKey, seal, unseal } from '../storage/device-key';
import type { QueuedCommand } from './item';

export interface Stored {
  order: number;
  item: QueuedCommand;
}

type Written = Omit<QueuedCommand, 'envelope' | 'signature'> & {
  envelope: string;
  signature: string;
};

export class OutboxDisk {
  constructor(private readonly database: Database) {}

  async all(): Promise<Stored[]> {
    const stored: Stored[] = [];
    for (const record of await this.database.getAll('outbox')) {
      const plain = await unseal(await openDeviceKey(this.database), record.sealed);
      if (plain && record.order !== undefined)
        stored.push({ order: record.order, item: fromText(plain) });
    }
    return stored;
  }

  async add(item: QueuedCommand): Promise<number> {
    return this.database.add('outbox', { sealed: await this.seal(item) });
  }

  async change({ order, item }: Stored): Promise<void> {
    await this.database.put('outbox', { order, sealed: await this.seal(item) });
  }

  async remove(order: number): Promise<void> {
    await this.database.delete('outbox', order);
  }

  private async seal(item: QueuedCommand): Promise<Sealed> {
    return seal(await openDeviceKey(this.database), toText(item));
  }
}

function toText(item: QueuedCommand): Bytes {
  const { envelope, signature, ...plain } = item;
  return utf8(JSON.stringify({ ...plain, envelope: toHex(envelope), signature: toHex(signature) }));
}

function fromText(text: Uint8Array): QueuedCommand {
  const { envelope, signature, ...plain } = JSON.parse(new TextDecoder().decode(text)) as Written;
  return { ...plain, envelope: fromHex(envelope), signature: fromHex(signature) };
}
