// Proof to the node that a member reads: the member's key signs the chain and the time of day.
import { bigEndian64, fromHex, toHex } from '../bytes';
import type { ChainId, MemberId, Seconds } from '../ids';
import { memberIdOf, sign, type KeyPair } from '../keys/derive';

export interface SessionProof {
  member: MemberId;
  time: number; // seconds, the commune's clock
  signature: string;
}

export function proveSession(key: KeyPair, chain: ChainId, now: Seconds): SessionProof {
  const time = Math.floor(now);
  const signature = sign(key, 'commune/session/v1', fromHex(chain), bigEndian64(time));
  return { member: memberIdOf(key.public), time, signature: toHex(signature) };
}
