// Private values at rest and on their way to another device: JSON under the person's own vault key
// (XChaCha20-Poly1305). The name of the value is bound in, so that one cannot be put in place of another.
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { random, utf8, type Bytes } from '../bytes';
import type { MemberId } from '../ids';
import type { Database, Sealed } from './database';
import type { StorageHealth } from './health';

export type VaultName =
  | 'profile'
  | 'taste'
  | 'learning'
  | 'history'
  | 'participants'
  | 'seen'
  | 'rounds'
  | 'rings'
  | 'copy'
  | 'export';

export function sealValue(key: Bytes, name: VaultName, plain: Bytes): Sealed {
  const nonce = random(24);
  return { nonce, data: xchacha20poly1305(key, nonce, utf8(name)).encrypt(plain) as Bytes };
}

export function openValue(key: Bytes, name: VaultName, sealed: Sealed): Bytes | null {
  try {
    return xchacha20poly1305(key, sealed.nonce, utf8(name)).decrypt(sealed.data) as Bytes;
  } catch {
    return null;
  }
}

/** The private store of one opened person. */
export class Vault {
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly member: MemberId,
    private readonly key: Bytes,
    private readonly health: StorageHealth,
  ) {}

  async readBytes(name: VaultName): Promise<Bytes | null> {
    const sealed = await this.database.get('private', this.path(name));
    return sealed ? openValue(this.key, name, sealed) : null;
  }

  /** Kept now, or as soon as the device has room again; what is in memory goes on meanwhile. */
  async writeBytes(name: VaultName, plain: Bytes): Promise<void> {
    if (this.closed) return;
    const sealed = sealValue(this.key, name, plain);
    await this.health.write(this.path(name), () => this.put(name, sealed));
  }

  /** Nothing is written any more: the person is locked, or leaves the device. */
  close(): void {
    this.closed = true;
  }

  async read<T>(name: VaultName): Promise<T | null> {
    const bytes = await this.readBytes(name);
    return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as T) : null;
  }

  write(name: VaultName, value: unknown): Promise<void> {
    return this.writeBytes(name, utf8(JSON.stringify(value)));
  }

  /** Kept on return, or it rejects: for what is then taken away from somewhere else. */
  writeNow(name: VaultName, value: unknown): Promise<unknown> {
    if (this.closed) return Promise.reject(new Error('the vault is closed'));
    return this.put(name, sealValue(this.key, name, utf8(JSON.stringify(value))));
  }

  private put(name: VaultName, sealed: Sealed): Promise<unknown> {
    return this.database.put('private', sealed, this.path(name));
  }

  private path(name: VaultName): string {
    return `${this.member}/${name}`;
  }
}
