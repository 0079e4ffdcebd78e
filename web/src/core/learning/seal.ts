// Sealing to a public key: HPKE (RFC 9180) in base mode, one message a key, as src/trust/sealing.h opens
// it: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, random, utf8, type Bytes } from '../bytes';

const version = utf8('HPKE-v1');
const kem = concat(utf8('KEM'), Uint8Array.of(0x00, 0x20));
const suite = concat(utf8('HPKE'), Uint8Array.of(0x00, 0x20, 0x00, 0x01, 0x00, 0x03));
const empty = new Uint8Array(0);

// RFC 9180, section 4.
function labelledExtract(of: Bytes, salt: Uint8Array, label: string, material: Uint8Array): Bytes {
  return extract(sha256, concat(version, of, utf8(label), material), salt) as Bytes;
}

function labelledExpand(of: Bytes, key: Bytes, label: string, info: Bytes, size: number): Bytes {
  const labelled = concat(Uint8Array.of(0, size), version, of, utf8(label), info);
  return expand(sha256, key, labelled, size) as Bytes;
}

/** `info` names the use, `bound` is what it is bound to; both must be known to open it. */
export interface SealContext {
  readonly info: Uint8Array;
  readonly bound: Uint8Array;
}

/** `ephemeral` is drawn anew for each message; tests alone bring their own. Throws for a key that is none. */
export function seal(
  to: Uint8Array,
  { info, bound }: SealContext,
  plain: Uint8Array,
  ephemeral: Uint8Array = random(32),
): Bytes {
  const own = x25519.getPublicKey(ephemeral);
  const point = x25519.getSharedSecret(ephemeral, to); // throws where it would be zero
  const extracted = labelledExtract(kem, empty, 'eae_prk', point);
  const shared = labelledExpand(kem, extracted, 'shared_secret', concat(own, to), 32);
  const context = concat(
    Uint8Array.of(0), // base mode
    labelledExtract(suite, empty, 'psk_id_hash', empty),
    labelledExtract(suite, empty, 'info_hash', info),
  );
  const secret = labelledExtract(suite, shared, 'secret', empty);
  const key = labelledExpand(suite, secret, 'key', context, 32);
  const nonce = labelledExpand(suite, secret, 'base_nonce', context, 12);
  return concat(own, chacha20poly1305(key, nonce, bound).encrypt(plain));
}
