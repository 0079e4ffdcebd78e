import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../bytes';
import { completeWord, seedFromWords, wordsFromSeed } from './phrase';
import { invitationLink, makeInvitationKey, parseInvitation } from './invitation';

describe('the recovery phrase', () => {
  it('gives the same seed back, however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        const typed = ` ${wordsFromSeed(seed).join(',  ').toUpperCase()}\n`;
        expect(seedFromWords(typed)).toEqual(seed);
      }),
      { numRuns: 20 },
    );
  });

  it('says what is wrong', () => {
    const words = wordsFromSeed(random(32));
    expect(seedFromWords(words.slice(1).join(' '))).toEqual({ kind: 'count', count: 23 });
    expect(seedFromWords(['zzz', ...words.slice(1)].join(' '))).toEqual({
      kind: 'unknown_word',
      word: 'zzz',
      position: 1,
    });
    const same = Array.from({ length: 24 }, () => 'zoo').join(' ');
    expect(seedFromWords(same)).toEqual({ kind: 'checksum' });
  });

  it('helps while typing', () => expect(completeWord('aban')).toEqual(['abandon']));
});

describe('an invitation', () => {
  it('survives its link, and anything else is none', () => {
    const key = makeInvitationKey();
    expect(parseInvitation(invitationLink('https://c.example/', key))?.hex).toBe(key.hex);
    expect(parseInvitation('https://c.example/join')).toBeNull();
    expect(parseInvitation('#short')).toBeNull();
  });
});
