// The root seed as 24 words that a person can write on paper (BIP-39, English list). Import it
// lazily: the list is larger than the rest of the keys together.
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Bytes } from '../bytes';

export type PhraseProblem =
  | { kind: 'count'; count: number }
  | { kind: 'unknown_word'; word: string; position: number }
  | { kind: 'checksum' };

export const phraseWords = 24;

export function wordsFromSeed(seed: Uint8Array): string[] {
  return entropyToMnemonic(seed, wordlist).split(' ');
}

export function seedFromWords(text: string): Bytes | PhraseProblem {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const position = words.findIndex((word) => !wordlist.includes(word));
  if (position >= 0)
    return { kind: 'unknown_word', word: words[position] ?? '', position: position + 1 };
  if (words.length !== phraseWords) return { kind: 'count', count: words.length };
  try {
    return mnemonicToEntropy(words.join(' '), wordlist) as Bytes;
  } catch {
    return { kind: 'checksum' };
  }
}

/** The words of the list that begin like this, for help while typing. */
export function completeWord(start: string): string[] {
  const lower = start.toLowerCase();
  return lower === '' ? [] : wordlist.filter((word) => word.startsWith(lower)).slice(0, 6);
}
