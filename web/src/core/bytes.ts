// Bytes to text and back, and the domain-separated concatenations that keys and signatures use.
import {
  bytesToHex,
  concatBytes,
  hexToBytes,
  randomBytes,
  utf8ToBytes,
} from '@noble/hashes/utils.js';

export type Bytes = Uint8Array<ArrayBuffer>;

export const toHex = bytesToHex;
export const utf8 = (text: string): Bytes => utf8ToBytes(text) as Bytes;
export const concat = (...parts: Uint8Array[]): Bytes => concatBytes(...parts) as Bytes;
export const random = (count: number): Bytes => randomBytes(count) as Bytes;

export function fromHex(hex: string): Bytes {
  return hexToBytes(hex) as Bytes;
}

/** domain || 0x00 || parts: no two uses of a key or a hash can be mistaken for each other. */
export function tagged(domain: string, ...parts: Uint8Array[]): Bytes {
  return concat(utf8(domain), new Uint8Array(1), ...parts);
}

export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Null where the text is not base64url. */
export function fromBase64Url(text: string): Bytes | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function bigEndian64(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value));
  return bytes;
}
