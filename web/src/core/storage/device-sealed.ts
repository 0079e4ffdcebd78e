// Values that this browser alone opens, also while their owner's own keys are locked: JSON under the
// device's key. For what a service worker has to know; everything else private lies in the vault.
import { utf8 } from '../bytes';
import type { MemberId } from '../ids';
import type { Database } from './database';
import { openDeviceKey, seal, unseal } from './device-key';

export type DeviceSealedName = 'ring-card' | 'ring-memory';

const path = (member: MemberId, name: DeviceSealedName): string => `${member}/${name}`;

export async function readDeviceSealed(
  database: Database,
  member: MemberId,
  name: DeviceSealedName,
): Promise<unknown> {
  const sealed = await database.get('private', path(member, name));
  const plain = sealed && (await unseal(await openDeviceKey(database), sealed));
  return plain ? JSON.parse(new TextDecoder().decode(plain)) : null;
}

/** Without opening it. */
export async function hasDeviceSealed(
  database: Database,
  member: MemberId,
  name: DeviceSealedName,
): Promise<boolean> {
  return (await database.getKey('private', path(member, name))) !== undefined;
}

export async function writeDeviceSealed(
  database: Database,
  member: MemberId,
  name: DeviceSealedName,
  value: unknown,
): Promise<void> {
  const sealed = await seal(await openDeviceKey(database), utf8(JSON.stringify(value)));
  await database.put('private', sealed, path(member, name));
}

export async function eraseDeviceSealed(
  database: Database,
  member: MemberId,
  name: DeviceSealedName,
): Promise<void> {
  await database.delete('private', path(member, name));
}
