import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../bytes';
import { seal } from './seal';

const vectors = fileURLToPath(new URL('../../../../tests/vectors/sealing.json', import.meta.url));

describe('sealing to a public key', () => {
  it('is what the standard says', async () => {
    const said = JSON.parse(await readFile(vectors, 'utf8')) as Record<string, string>;
    const bytes = (name: string): Uint8Array => fromHex(said[name]!);
    const context = { info: bytes('info'), bound: bytes('bound') };
    const sealed = seal(
      bytes('receiver_public'),
      context,
      bytes('plain'),
      bytes('ephemeral_secret'),
    );
    expect(toHex(sealed)).toBe(said['sealed']);
  });

  it('is fresh each time, and says nothing but its length', () => {
    const to = fromHex('4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a');
    const context = { info: utf8('a use'), bound: utf8('a round') };
    const one = seal(to, context, utf8('pots'));
    expect(one.length).toBe(4 + 32 + 16);
    expect(toHex(seal(to, context, utf8('pots')))).not.toBe(toHex(one));
  });

  it('refuses a key that is none', () => {
    const context = { info: utf8('a use'), bound: utf8('') };
    expect(() => seal(new Uint8Array(32), context, utf8('pots'))).toThrow();
  });
});
