// What the device keeps of a person: the name openly, the root seed sealed.
import { concat, type Bytes } from '../bytes';
import type { ChainId, MemberId, PublicKey } from '../ids';
import type { Sealed } from '../storage/database';
import { seal, unseal } from '../storage/device-key';
import { makePinLock, pinKey, type PinLock } from '../storage/pin';

export type PersonKind = 'own' | 'demo' | 'shared';

export interface PersonRecord {
  member: MemberId;
  key: PublicKey;
  chain: ChainId;
  name: string;
  kind: PersonKind;
  pin: PinLock | null;
  seed: Sealed; // under the device's key; with a PIN, what is inside is sealed once more
}

export interface NewPerson {
  seed: Bytes;
  chain: ChainId;
  name: string;
  kind: PersonKind;
  pin: string | null;
}

export async function makeRecord(deviceKey: CryptoKey, person: NewPerson): Promise<PersonRecord> {
  const { memberIdOf, memberKey } = await import('../keys/derive');
  const key = memberKey(person.seed);
  const { pin, seed } = await sealSeed(deviceKey, person.seed, person.pin);
  const { chain, name, kind } = person;
  return { member: memberIdOf(key.public), key: key.hex, chain, name, kind, pin, seed };
}

export async function sealSeed(
  deviceKey: CryptoKey,
  seed: Bytes,
  pin: string | null,
): Promise<{ pin: PinLock | null; seed: Sealed }> {
  if (pin === null) return { pin: null, seed: await seal(deviceKey, seed) };
  const lock = makePinLock();
  const inner = await seal(await pinKey(pin, lock), seed);
  return { pin: lock, seed: await seal(deviceKey, concat(inner.nonce, inner.data)) };
}

/** Null: the PIN is wrong, is missing, or the record is not from this device. */
export async function openSeed(
  deviceKey: CryptoKey,
  record: PersonRecord,
  pin: string | null,
): Promise<Bytes | null> {
  const outer = await unseal(deviceKey, record.seed);
  if (outer === null || record.pin === null) return outer;
  if (pin === null) return null;
  const inner = { nonce: outer.slice(0, 12), data: outer.slice(12) };
  return unseal(await pinKey(pin, record.pin), inner);
}
