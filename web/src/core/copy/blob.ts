// The signed blob that travels: which bytes the signature covers, and how they are encoded. What is
// inside `sealed` is parcel.ts's affair.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bigEndian64, fromHex, tagged, type Bytes } from '../bytes';
import { VaultBlobSchema } from '../gen/commune_pb';
import type { ChainId } from '../ids';
import type { KeyPair } from '../keys/derive';

export const sealedBytesMax = 262_144;

export interface Blob {
  readonly version: number;
  readonly sealed: Bytes; // empty: there is no copy any longer, on purpose
}

export function signedBytes(chain: ChainId, { version, sealed }: Blob): Bytes {
  return tagged('commune/vault/v1', fromHex(chain), bigEndian64(version), sha256(sealed));
}

export function encodeBlob(key: KeyPair, chain: ChainId, blob: Blob): Bytes {
  const message = create(VaultBlobSchema, {
    version: BigInt(blob.version),
    sealed: blob.sealed,
    signature: ed25519.sign(signedBytes(chain, blob), key.secret),
  });
  return toBinary(VaultBlobSchema, message) as Bytes;
}

/** Null: no such message, or not signed by the owner of this key for this commune. */
export function decodeBlob(key: Uint8Array, chain: ChainId, bytes: Uint8Array): Blob | null {
  try {
    const { version, sealed, signature } = fromBinary(VaultBlobSchema, bytes);
    const blob = { version: Number(version), sealed: new Uint8Array(sealed) };
    const sound = blob.version >= 1 && Number.isSafeInteger(blob.version);
    return sound && ed25519.verify(signature, signedBytes(chain, blob), key) ? blob : null;
  } catch {
    return null;
  }
}
