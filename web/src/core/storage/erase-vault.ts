// Takes what is private of a person off the device. It needs no keys, so it stands apart from vault.ts.
import type { MemberId } from '../ids';
import type { Database } from './database';
import type { VaultName } from './vault';

/** Only the values named; without names, all of them. */
export async function eraseVault(
  database: Database,
  member: MemberId,
  names?: readonly VaultName[],
): Promise<void> {
  const all = IDBKeyRange.bound(`${member}/`, `${member}/\uffff`);
  const ranges = names?.map((name) => IDBKeyRange.only(`${member}/${name}`)) ?? [all];
  await Promise.all(ranges.map((range) => database.delete('private', range)));
}
