// What is inside the sealed copy: the table of private things as JSON, compressed, sealed like every
// private value (XChaCha20-Poly1305) and filled up to whole steps, so that its length says little.
// The commune and the key it belongs to are bound in.
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concat, fromHex, random, tagged, utf8, type Bytes } from '../bytes';
import type { ChainId } from '../ids';
import { sealedBytesMax } from './blob';
import { inOrder, parseEntries, type Entries } from './entries';

export const stepBytes = 16_384;
const format = 1; // first byte of `sealed`
const nonceBytes = 24;
const tagBytes = 16;
const lengthBytes = 4;
const overhead = 1 + nonceBytes + tagBytes + lengthBytes;

export interface ParcelKey {
  readonly sealing: Bytes;
  readonly owner: Bytes; // the public key that the copy lies under
  readonly chain: ChainId;
}

export async function packParcel(key: ParcelKey, entries: Entries): Promise<Bytes> {
  const packed = await compress(utf8(toText(entries)));
  const size = Math.ceil((packed.length + overhead) / stepBytes) * stepBytes;
  const plain = new Uint8Array(size - overhead + lengthBytes);
  new DataView(plain.buffer).setUint32(0, packed.length);
  plain.set(packed, lengthBytes);
  const nonce = random(nonceBytes);
  const sealed = xchacha20poly1305(key.sealing, nonce, boundTo(key)).encrypt(plain);
  return concat(Uint8Array.of(format), nonce, sealed);
}

/** Null: sealed by another key or for another commune, damaged, or by an app that is newer than this. */
export async function openParcel(key: ParcelKey, parcel: Bytes): Promise<Entries | null> {
  if (parcel[0] !== format || parcel.length < overhead) return null;
  const nonce = parcel.slice(1, 1 + nonceBytes);
  try {
    const cipher = xchacha20poly1305(key.sealing, nonce, boundTo(key));
    const plain = cipher.decrypt(parcel.slice(1 + nonceBytes));
    const length = new DataView(plain.buffer, plain.byteOffset).getUint32(0);
    const text = await decompress(plain.slice(lengthBytes, lengthBytes + length) as Bytes);
    const content = JSON.parse(new TextDecoder().decode(text)) as Record<string, unknown>;
    return content['version'] === 1 ? parseEntries(content['entries']) : null;
  } catch {
    return null;
  }
}

/** The same table, but if it is too much for a parcel, without the oldest hours. */
export async function fitParcel(entries: Entries): Promise<Entries> {
  const room = sealedBytesMax - overhead;
  const oldestFirst = Object.keys(entries)
    .filter((path) => path.startsWith('history/'))
    .sort((one, other) => (startOf(entries, one) < startOf(entries, other) ? -1 : 1));
  let fitting = entries;
  while ((await compress(utf8(toText(fitting)))).length > room && oldestFirst.length > 0) {
    const drop = new Set(oldestFirst.splice(0, Math.ceil(oldestFirst.length / 8)));
    fitting = Object.fromEntries(Object.entries(fitting).filter(([path]) => !drop.has(path)));
  }
  return fitting;
}

export function toText(entries: Entries): string {
  return JSON.stringify({ version: 1, entries: inOrder(Object.entries(entries)) });
}

function startOf(entries: Entries, path: string): string {
  const value = entries[path]?.value as { start?: unknown } | undefined;
  return typeof value?.start === 'string' ? value.start : '';
}

function boundTo({ chain, owner }: ParcelKey): Bytes {
  return tagged('commune/vault/content/v1', fromHex(chain), owner);
}

function compress(bytes: Bytes): Promise<Bytes> {
  return through(bytes, new CompressionStream('deflate-raw'));
}

function decompress(bytes: Bytes): Promise<Bytes> {
  return through(bytes, new DecompressionStream('deflate-raw'));
}

async function through(bytes: Bytes, stream: CompressionStream): Promise<Bytes> {
  const flow = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(flow).arrayBuffer());
}
