import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8, type Bytes } from '../bytes';
import type { ChainId } from '../ids';
import { copyKey, memberKey } from '../keys/derive';
import { decodeBlob, encodeBlob, signedBytes, type Blob } from './blob';

const file = new URL('../../../../tests/vectors/vault.json', import.meta.url);
const seed = Uint8Array.from({ length: 32 }, (_, index) => index) as Bytes;
const chain = 'c0'.repeat(32) as ChainId;
const key = copyKey(seed);

function vector(blob: Blob) {
  const encoded = encodeBlob(key, chain, blob);
  return {
    version: blob.version,
    sealed: toHex(blob.sealed),
    signed_bytes: toHex(signedBytes(chain, blob)),
    signature: toHex(encoded.slice(-64)),
    blob: toHex(encoded),
  };
}

const empty = new Uint8Array(0);
const document = {
  about:
    'Golden bytes of the sealed copy that a person keeps on the node: the key from the root seed, ' +
    'what the signature covers, and the body of PUT and GET. Written anew by ' +
    'UPDATE_SNAPSHOTS=1 npm test in web/.',
  seed: toHex(seed),
  chain,
  vault_key: key.hex,
  blobs: [
    vector({ version: 1, sealed: utf8('sealed elsewhere') }),
    vector({ version: 0x01_02_03_04_05, sealed: new Uint8Array(300).map((_, index) => index) }),
    vector({ version: 7, sealed: empty }),
  ],
};

describe('the blob that the node keeps', () => {
  it('has the golden bytes that the node checks too', () => {
    const text = `${JSON.stringify(document, null, 1)}\n`;
    if (process.env.UPDATE_SNAPSHOTS === '1') writeFileSync(file, text);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(text));
  });

  it('is read back by its owner alone, in its own commune alone', () => {
    const blob = { version: 3, sealed: utf8('mine') };
    const bytes = encodeBlob(key, chain, blob);
    expect(decodeBlob(key.public, chain, bytes)).toEqual(blob);
    expect(decodeBlob(memberKey(seed).public, chain, bytes)).toBeNull();
    expect(decodeBlob(key.public, 'c1'.repeat(32) as ChainId, bytes)).toBeNull();
  });

  it('never says anything else than what its owner signed, whatever byte is changed', () => {
    const blob = { version: 3, sealed: utf8('mine') };
    const bytes = encodeBlob(key, chain, blob);
    for (let at = 0; at < bytes.length; at += 1) {
      const forged = bytes.slice();
      forged[at]! ^= 1;
      expect([null, blob]).toContainEqual(decodeBlob(key.public, chain, forged));
    }
    expect(decodeBlob(key.public, chain, empty)).toBeNull();
    expect(decodeBlob(key.public, chain, fromHex('ff00ff'))).toBeNull();
  });
});
