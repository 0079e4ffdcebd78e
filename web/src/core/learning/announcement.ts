// What the commune announces of a gathering of contributions, and its name: a digest of all of it, so
// that what is sealed for these terms opens under no others (src/recommend/announcement.h).
import { sha256 } from '@noble/hashes/sha2.js';
import type { LearningRound } from '../api-types';
import { bigEndian64, concat, fromHex, tagged, toHex, utf8, type Bytes } from '../bytes';
import type { ChainId } from '../ids';

function number(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function text(bytes: Uint8Array): Bytes {
  return concat(number(bytes.length), bytes);
}

export function encodeAnnouncement(round: LearningRound, chain: ChainId): Bytes {
  return concat(
    utf8('CMROUND1'),
    fromHex(chain),
    bigEndian64(round.number),
    bigEndian64(Date.parse(round.closes_at) / 1000),
    bigEndian64(round.norm_squared_max),
    number(round.noise_variance),
    number(round.devices_min),
    number(round.kinds.length),
    ...round.kinds.map((kind) => text(utf8(kind))),
    number(round.helpers.length),
    ...round.helpers.flatMap(({ name, key }) => [text(utf8(name)), text(fromHex(key))]),
  );
}

/** What the round is called, worked out here: null where the node calls it something else. */
export function digestOf(round: LearningRound, chain: ChainId): Bytes | null {
  const digest = sha256(tagged('commune/learning/round/v1', encodeAnnouncement(round, chain)));
  return toHex(digest) === round.id ? (digest as Bytes) : null;
}
