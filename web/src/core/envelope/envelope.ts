// Builds, encodes and signs an envelope. The bytes are canonical (ascending fields, defaults
// omitted) and are what counts from here on: the queue keeps them, the signature covers them.
import { create, toBinary } from '@bufbuild/protobuf';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromHex, random, tagged, toHex, type Bytes } from '../bytes';
import { CredentialKind, EnvelopeSchema, SignedEnvelopeSchema } from '../gen/commune_pb';
import type { ChainId, EnvelopeId, Seconds } from '../ids';
import type { KeyPair } from '../keys/derive';
import { credentialOf, type CommandInput, type Credential } from './commands';
import { encodeCommand } from './encode';

export const envelopeDomain = 'commune/envelope/v1';
/** The ledger takes at most 7 days; the rest is for clocks that are off. */
export const lifetimeSeconds = 6 * 24 * 3600;

export interface SignedCommand {
  readonly id: EnvelopeId;
  readonly envelope: Bytes;
  readonly signature: Bytes;
  readonly expiresAt: Seconds;
}

export interface EnvelopeFields {
  chain: ChainId;
  nonce: Bytes;
  expiresAt: Seconds;
  command: CommandInput;
}

const kinds: Record<Credential, CredentialKind> = {
  member: CredentialKind.CREDENTIAL_MEMBER,
  participant: CredentialKind.CREDENTIAL_PARTICIPANT,
  newcomer: CredentialKind.CREDENTIAL_NEWCOMER,
  device: CredentialKind.CREDENTIAL_DEVICE,
};

export function encodeEnvelope(fields: EnvelopeFields, key: KeyPair): Bytes {
  const envelope = create(EnvelopeSchema, {
    chain: fromHex(fields.chain),
    nonce: fields.nonce,
    expiresAt: BigInt(fields.expiresAt),
    credential: kinds[credentialOf(fields.command.kind)],
    key: key.public,
    command: encodeCommand(fields.command),
  });
  return toBinary(EnvelopeSchema, envelope) as Bytes;
}

export function envelopeId(envelope: Bytes): EnvelopeId {
  return toHex(sha256(envelope)) as EnvelopeId;
}

export function signEnvelope(fields: EnvelopeFields, key: KeyPair): SignedCommand {
  const envelope = encodeEnvelope(fields, key);
  const signature = ed25519.sign(tagged(envelopeDomain, envelope), key.secret) as Bytes;
  return { id: envelopeId(envelope), envelope, signature, expiresAt: fields.expiresAt };
}

/** Signs a command now, with a fresh nonce. `now` is the commune's time, not the device's. */
export function signCommand(
  command: CommandInput,
  key: KeyPair,
  chain: ChainId,
  now: Seconds,
): SignedCommand {
  const expiresAt = (Math.floor(now) + lifetimeSeconds) as Seconds;
  return signEnvelope({ chain, nonce: random(16), expiresAt, command }, key);
}

/** The body that is posted. */
export function encodeSigned(signed: Pick<SignedCommand, 'envelope' | 'signature'>): Bytes {
  const message = create(SignedEnvelopeSchema, {
    envelope: signed.envelope,
    signature: signed.signature,
  });
  return toBinary(SignedEnvelopeSchema, message) as Bytes;
}
