// A person whose seed is open: signs, proves, and reaches the own vault. Lives only in memory.
import type { Bytes } from '../bytes';
import type { ChainId, MemberId, PublicKey, RoundId, TaskId, TemplateId, WillingId } from '../ids';
import {
  copyKey,
  copySealingKey,
  memberKey,
  participantKey,
  placeInTurn,
  roundKey,
  vaultKey,
  willingIdOf,
  type KeyPair,
} from '../keys/derive';
import type { Database } from '../storage/database';
import { StorageHealth } from '../storage/health';
import { Vault } from '../storage/vault';
import type { PersonRecord } from './record';

export class OpenedPerson {
  readonly memberKey: KeyPair;
  readonly vaultKey: Bytes;
  readonly copyKey: KeyPair; // signs the sealed copy on the node
  readonly copySealingKey: Bytes;
  readonly vault: Vault;
  private readonly participants = new Map<TaskId, KeyPair>();
  private readonly words = new Map<RoundId, { participant: PublicKey; willing: WillingId }>();

  constructor(
    readonly record: PersonRecord,
    readonly seed: Bytes,
    database: Database,
    health: StorageHealth = new StorageHealth(),
  ) {
    this.memberKey = memberKey(seed);
    this.vaultKey = vaultKey(seed);
    this.copyKey = copyKey(seed);
    this.copySealingKey = copySealingKey(seed);
    this.vault = new Vault(database, record.member, this.vaultKey, health);
  }

  get member(): MemberId {
    return this.record.member;
  }

  get chain(): ChainId {
    return this.record.chain;
  }

  participantKey(task: TaskId): KeyPair {
    let key = this.participants.get(task);
    if (!key) this.participants.set(task, (key = participantKey(this.seed, task)));
    return key;
  }

  placeInTurn(kind: TemplateId, circle: number): number {
    return placeInTurn(this.seed, kind, circle);
  }

  /** The public names of this person in a round. */
  roundNames(round: RoundId): { participant: PublicKey; willing: WillingId } {
    let names = this.words.get(round);
    if (!names) {
      const participant = roundKey(this.seed, round).hex;
      const willing = willingIdOf(this.chain, round, this.memberKey.public);
      this.words.set(round, (names = { participant, willing }));
    }
    return names;
  }

  /** Overwrites what can be overwritten; strings of the engine are beyond reach. */
  wipe(): void {
    this.vault.close(); // its key is about to be zeros
    this.seed.fill(0);
    this.memberKey.secret.fill(0);
    this.vaultKey.fill(0);
    this.copyKey.secret.fill(0);
    this.copySealingKey.fill(0);
    for (const key of this.participants.values()) key.secret.fill(0);
    this.participants.clear();
    this.words.clear();
  }
}
