// The device's sealing key: AES-GCM, made by WebCrypto, not extractable. A copy of the database's
// files without this browser opens nothing; a PIN (pin.ts) adds what the browser does not know.
import type { Bytes } from '../bytes';
import { random } from '../bytes';
import type { Database, Sealed } from './database';

const opened = new WeakMap<Database, Promise<CryptoKey>>();

/** Made when it is first wanted: a device that nobody uses yet has none. */
export function openDeviceKey(database: Database): Promise<CryptoKey> {
  const known = opened.get(database);
  if (known) return known;
  const opening = readOrMake(database);
  opened.set(database, opening);
  opening.catch(() => opened.delete(database));
  return opening;
}

async function readOrMake(database: Database): Promise<CryptoKey> {
  const kept = await database.get('device', 'sealing-key');
  if (kept instanceof CryptoKey) return kept;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  // Another tab may have been faster: the key that was kept first is the key.
  const writing = database.transaction('device', 'readwrite');
  const first = await writing.store.get('sealing-key');
  if (first === undefined) await writing.store.put(made, 'sealing-key');
  await writing.done;
  return first instanceof CryptoKey ? first : made;
}

export async function seal(key: CryptoKey, plain: Bytes): Promise<Sealed> {
  const nonce = random(12);
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, plain);
  return { nonce, data: new Uint8Array(data) };
}

/** Null: sealed by another key, or changed since. */
export async function unseal(key: CryptoKey, sealed: Sealed): Promise<Bytes | null> {
  try {
    const iv = sealed.nonce;
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed.data));
  } catch {
    return null;
  }
}
