// A key from a PIN, by PBKDF2 with as many rounds as a cheap phone does in about a second. Four
// digits alone would not stand long; they stand on top of the device's key, and `pinPause` slows guessing.
import { random, utf8, type Bytes } from '../bytes';

export const pinRounds = 600_000;
export const pinDigits = { min: 4, max: 12 } as const;

export interface PinLock {
  salt: Bytes;
  rounds: number;
  wrong: number; // wrong tries since the last right one
  wrongAt: number; // milliseconds, of the last of them
}

export function makePinLock(): PinLock {
  return { salt: random(16), rounds: pinRounds, wrong: 0, wrongAt: 0 };
}

export async function pinKey(pin: string, lock: PinLock): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: lock.salt, iterations: lock.rounds },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

/** Seconds to wait before the next try: none for five tries, then 30 s, doubling up to an hour. */
export function pinPause(lock: PinLock, now: number): number {
  if (lock.wrong < 5) return 0;
  const pause = Math.min(30 * 2 ** (lock.wrong - 5), 3600);
  return Math.max(0, Math.ceil((lock.wrongAt + pause * 1000 - now) / 1000));
}
