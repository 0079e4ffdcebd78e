// One exchange with the node: fetch, merge, send. The version that lies there decides who was first;
// whoever comes second fetches again, so that nobody's change is written over.
import { sha256 } from '@noble/hashes/sha2.js';
import type { Api } from '../api/client';
import { ApiError } from '../api/errors';
import { toHex, utf8, type Bytes } from '../bytes';
import type { Clock } from '../clock';
import type { OpenedPerson } from '../people/opened';
import { decodeBlob, encodeBlob, type Blob } from './blob';
import { mergeEntries, withoutLongGone, type Entries, type Portable } from './entries';
import { fitParcel, openParcel, packParcel, toText, type ParcelKey } from './parcel';

export interface ExchangeParts {
  api: Api;
  clock: Clock;
  parts: readonly Portable[];
  person: OpenedPerson;
  /** False: the person was locked or changed meanwhile, and this ends. */
  still: () => boolean;
  /** What this device last saw there, and what was in it. */
  known: { readonly version: number; readonly digest: string };
}

/** wiped: the person turned the copy off on another device. unreadable: newer than this app, or damaged. */
export type Exchanged =
  | { is: 'same'; version: number; digest: string }
  | { is: 'wiped'; version: number }
  | { is: 'unreadable' };

const triesMax = 5;

export async function exchange(given: ExchangeParts): Promise<Exchanged> {
  const { person, known } = given;
  // Keys are copied: a shared device may wipe the person's own while the network answers.
  const key: ParcelKey = {
    sealing: person.copySealingKey.slice(),
    owner: person.copyKey.public,
    chain: person.chain,
  };
  for (let tries = 1; ; tries += 1) {
    const there = await fetchBlob(given);
    const version = Math.max(there.blob?.version ?? 0, known.version);
    if (there.blob && there.blob.sealed.length === 0 && there.blob.version > known.version)
      return { is: 'wiped', version };
    const theirs = there.blob?.sealed.length ? await openParcel(key, there.blob.sealed) : null;
    // Signed by this person and yet not readable: an app that is newer than this one wrote it.
    if (there.blob?.sealed.length && !theirs) return { is: 'unreadable' };
    const merged = await mergeIn(given, theirs ?? {});
    const digest = digestOf(merged);
    const empty = Object.keys(merged).length === 0;
    if (theirs ? digestOf(theirs) === digest : empty && !there.forged)
      return { is: 'same', version, digest };
    try {
      const sealed = await packParcel(key, merged);
      await send(given, { version: version + 1, sealed });
      return { is: 'same', version: version + 1, digest };
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (there.forged) return { is: 'unreadable' };
      if (tries >= triesMax) throw error;
    }
  }
}

/** What this device would send if nothing lay there: to see whether anything has changed here. */
export async function digestHere(given: ExchangeParts): Promise<string> {
  return digestOf(await mergeIn(given, {}));
}

/** Takes away what lies there. Returns the version that says so. */
export async function wipe(given: ExchangeParts): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const { blob } = await fetchBlob(given);
    const version = Math.max(blob?.version ?? 0, given.known.version);
    if (blob ? blob.sealed.length === 0 : version === 0) return version;
    try {
      await send(given, { version: version + 1, sealed: new Uint8Array(0) });
      return version + 1;
    } catch (error) {
      if (!isConflict(error) || tries >= triesMax) throw error;
    }
  }
}

/** Puts theirs into every part and returns all of it, as it fits. */
async function mergeIn(given: ExchangeParts, theirs: Entries): Promise<Entries> {
  const { parts, clock, person } = given;
  for (const part of parts) await part.take(theirs, person);
  const tables = [theirs, ...(await Promise.all(parts.map((part) => part.copyEntries())))];
  checkStill(given); // what was just read is this person's and nobody else's
  return fitParcel(withoutLongGone(mergeEntries(...tables), clock.now()));
}

interface There {
  blob: Blob | null;
  forged: boolean; // something lies there that this person did not sign
}

async function fetchBlob({ api, person }: ExchangeParts): Promise<There> {
  try {
    const bytes = await api.copy(person.copyKey.hex);
    const blob = decodeBlob(person.copyKey.public, person.chain, bytes);
    return { blob, forged: blob === null };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return { blob: null, forged: false };
    throw error;
  }
}

async function send(given: ExchangeParts, blob: Blob): Promise<void> {
  const { api, person } = given;
  checkStill(given);
  const bytes: Bytes = encodeBlob(person.copyKey, person.chain, blob);
  await api.putCopy(person.copyKey.hex, bytes);
}

function checkStill({ still }: ExchangeParts): void {
  if (!still()) throw new ApiError('no_person', 'the person was locked meanwhile', 0);
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'conflict';
}

function digestOf(entries: Entries): string {
  return toHex(sha256(utf8(toText(entries))));
}
