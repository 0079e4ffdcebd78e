// Every key of a person from one root seed, as docs say: HKDF-SHA256 with salt "commune/v1" and an
// info that names the use. Two tasks give two participant keys that nobody can link without the seed.
import { ed25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromHex, tagged, toHex, utf8, type Bytes } from '../bytes';
import type { ChainId, MemberId, PublicKey, RoundId, TaskId, TemplateId, WillingId } from '../ids';

export interface KeyPair {
  readonly secret: Bytes; // Ed25519 seed, 32 bytes
  readonly public: Bytes;
  readonly hex: PublicKey; // the public half
}

const salt = utf8('commune/v1');

function expand(seed: Uint8Array, info: Uint8Array): Bytes {
  return hkdf(sha256, seed, salt, info, 32) as Bytes;
}

export function keyPairFrom(secret: Bytes): KeyPair {
  const publicKey = ed25519.getPublicKey(secret) as Bytes;
  return { secret, public: publicKey, hex: toHex(publicKey) as PublicKey };
}

export function memberKey(seed: Uint8Array): KeyPair {
  return keyPairFrom(expand(seed, utf8('member')));
}

export function participantKey(seed: Uint8Array, task: TaskId): KeyPair {
  return keyPairFrom(expand(seed, tagged('participant', fromHex(task))));
}

/** Under which a person appears in a round, and nowhere else. */
export function roundKey(seed: Uint8Array, round: RoundId): KeyPair {
  return keyPairFrom(expand(seed, tagged('round', fromHex(round))));
}

/** Where a person stands on the circle of turns for a kind of job, 0 up to and without `circle`. */
export function placeInTurn(seed: Uint8Array, kind: TemplateId, circle: number): number {
  const drawn = expand(seed, tagged('turn', utf8(kind)));
  return Math.floor((Number.parseInt(toHex(drawn.subarray(0, 6)), 16) / 2 ** 48) * circle);
}

/** A person's word in a round, as the ledger names it: only who knows the member key finds it. */
export function willingIdOf(chain: ChainId, round: RoundId, member: Uint8Array): WillingId {
  const mark = sha256(tagged('commune/willing/v1', fromHex(chain), fromHex(round), member));
  return `${round}${toHex(mark.subarray(0, 16))}` as WillingId;
}

/** The symmetric key of everything private that is kept or exported. */
export function vaultKey(seed: Uint8Array): Bytes {
  return expand(seed, utf8('vault'));
}

/** Signs the sealed copy that the node keeps. Used for nothing else: its public half names nobody. */
export function copyKey(seed: Uint8Array): KeyPair {
  return keyPairFrom(expand(seed, utf8('commune/vault/v1')));
}

/** Seals that copy. */
export function copySealingKey(seed: Uint8Array): Bytes {
  return expand(seed, utf8('commune/vault/seal/v1'));
}

export function memberIdOf(key: Uint8Array): MemberId {
  return toHex(sha256(tagged('commune/member/v1', key)).subarray(0, 16)) as MemberId;
}

/** The public root seed of a person of a demo commune: anyone may be anybody there. */
export function demoSeed(slug: string): Bytes {
  return sha256(tagged('commune/demo/v1', utf8(slug))) as Bytes;
}

export function sign(key: KeyPair, domain: string, ...parts: Uint8Array[]): Bytes {
  return ed25519.sign(tagged(domain, ...parts), key.secret) as Bytes;
}

export function verify(
  key: Uint8Array,
  signature: Uint8Array,
  domain: string,
  ...parts: Uint8Array[]
): boolean {
  return ed25519.verify(signature, tagged(domain, ...parts), key);
}
