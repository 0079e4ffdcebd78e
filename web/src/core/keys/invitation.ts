// An invitation is a link with a secret key behind its '#', which no server ever sees. Whoever
// holds it can vouch for one newcomer's key.
import { fromBase64Url, fromHex, random, toBase64Url, type Bytes } from '../bytes';
import type { ChainId } from '../ids';
import { keyPairFrom, sign, type KeyPair } from './derive';

export function makeInvitationKey(): KeyPair {
  return keyPairFrom(random(32));
}

export function invitationLink(origin: string, key: KeyPair): string {
  return `${origin.replace(/\/$/, '')}/join#${toBase64Url(key.secret)}`;
}

/** Reads a link, or only the part after its '#'. Null: that is no invitation. */
export function parseInvitation(link: string): KeyPair | null {
  const secret = fromBase64Url(link.trim().replace(/^.*#/s, ''));
  return secret?.length === 32 ? keyPairFrom(secret) : null;
}

export function vouchFor(invitation: KeyPair, chain: ChainId, newcomer: KeyPair): Bytes {
  return sign(invitation, 'commune/invitation/v1', fromHex(chain), newcomer.public);
}
