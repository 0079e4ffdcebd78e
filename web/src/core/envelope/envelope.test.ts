import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, type Bytes } from '../bytes';
import { CommandSchema, EnvelopeSchema } from '../gen/commune_pb';
import type { ChainId, Seconds } from '../ids';
import {
  memberIdOf,
  memberKey,
  participantKey,
  roundKey,
  vaultKey,
  verify,
  willingIdOf,
  demoSeed,
  sign,
} from '../keys/derive';
import { vouchFor, invitationLink } from '../keys/invitation';
import { credentialOf, taskOf, type CommandInput } from './commands';
import { encodeSigned, envelopeDomain, signCommand, signEnvelope } from './envelope';
import { examples } from './examples';
import { bigEndian64 } from '../bytes';

const file = new URL('../../../../tests/vectors/envelope.json', import.meta.url);
const seed = Uint8Array.from({ length: 32 }, (_, index) => index) as Bytes;
const chain = 'c0'.repeat(32) as ChainId;
const expiresAt = 1_795_000_000 as Seconds;

function keyFor(command: CommandInput) {
  const task = taskOf(command);
  return credentialOf(command.kind) === 'participant' && task
    ? participantKey(seed, task)
    : memberKey(seed);
}

function vector(command: CommandInput, index: number) {
  const nonce = new Uint8Array(16).fill(index + 1) as Bytes;
  const signed = signEnvelope({ chain, nonce, expiresAt, command }, keyFor(command));
  return {
    command,
    credential: credentialOf(command.kind),
    nonce: toHex(nonce),
    key: keyFor(command).hex,
    envelope: toHex(signed.envelope),
    id: signed.id,
    signature: toHex(signed.signature),
    signed_envelope: toHex(encodeSigned(signed)),
  };
}

function keysVector() {
  const task = 'aa'.repeat(16) as never;
  const round = 'bb'.repeat(16) as never;
  const member = memberKey(seed);
  const newcomer = memberKey(demoSeed('newcomer'));
  const time = 1_795_000_000;
  return {
    member_public_key: member.hex,
    member_id: memberIdOf(member.public),
    task,
    participant_public_key: participantKey(seed, task).hex,
    round,
    round_public_key: roundKey(seed, round).hex,
    willing_id: willingIdOf(chain, round, member.public),
    vault_key: toHex(vaultKey(seed)),
    demo: {
      slug: 'ana',
      seed: toHex(demoSeed('ana')),
      member_public_key: memberKey(demoSeed('ana')).hex,
    },
    invitation: {
      link: invitationLink('https://commune.example', member),
      newcomer_public_key: newcomer.hex,
      signature: toHex(vouchFor(member, chain, newcomer)),
    },
    session: {
      time,
      signature: toHex(sign(member, 'commune/session/v1', fromHex(chain), bigEndian64(time))),
    },
  };
}

const document = {
  about:
    'Golden bytes of keys and envelopes, checked by the app and by the node. The vector of key ' +
    'derivations uses the same seed. Written anew by UPDATE_SNAPSHOTS=1 npm test in web/.',
  seed: toHex(seed),
  chain,
  expires_at: expiresAt,
  keys: keysVector(),
  envelopes: examples.map(vector),
};

describe('envelope', () => {
  it('has the golden bytes that the node checks too', () => {
    const text = `${JSON.stringify(document, null, 1)}\n`;
    if (process.env.UPDATE_SNAPSHOTS === '1') writeFileSync(file, text);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(text));
  });

  it('has an example of every command of the schema', () => {
    const named = new Set(examples.map((example) => example.kind));
    expect(
      CommandSchema.fields.map((field) => field.name).filter((name) => !named.has(name as never)),
    ).toEqual([]);
  });

  it('decodes to itself, byte for byte', () => {
    for (const { envelope } of document.envelopes) {
      const bytes = fromHex(envelope);
      expect(toHex(toBinary(EnvelopeSchema, fromBinary(EnvelopeSchema, bytes)))).toBe(envelope);
    }
  });

  it('carries a signature that a changed byte breaks', () => {
    const first = document.envelopes[0]!;
    const bytes = fromHex(first.envelope);
    expect(verify(fromHex(first.key), fromHex(first.signature), envelopeDomain, bytes)).toBe(true);
    bytes[40]! ^= 1;
    expect(verify(fromHex(first.key), fromHex(first.signature), envelopeDomain, bytes)).toBe(false);
  });

  it('is another one every time the same thing is signed', () => {
    const command: CommandInput = { kind: 'join_guild', guild: 'kitchen' as never };
    const one = signCommand(command, memberKey(seed), chain, 1000 as Seconds);
    const two = signCommand(command, memberKey(seed), chain, 1000 as Seconds);
    expect(one.id).not.toBe(two.id);
    expect(one.expiresAt).toBe(1000 + 6 * 24 * 3600);
  });

  it('refuses a field that the schema does not have', () => {
    const wrong = {
      kind: 'hand_back',
      task: 'aa'.repeat(16),
      minutes: 3,
    } as unknown as CommandInput;
    expect(() => signCommand(wrong, memberKey(seed), chain, 1000 as Seconds)).toThrow(
      'no field minutes',
    );
  });
});
