// Keys and signed commands for tests that speak to the node without the app: the canonical bytes of
// api/commune.proto for the few commands that they need. Fields ascend, defaults are left out.
import { createHash, createPrivateKey, createPublicKey, hkdfSync, randomBytes, sign } from 'node:crypto';

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const zero = Buffer.from([0]);

/** An Ed25519 key from its 32-byte seed. */
export function keyFrom(seed) {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const der = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  const publicKey = der.subarray(der.length - 32);
  const signLabelled = (label, ...parts) => sign(null, Buffer.concat([Buffer.from(label), zero, ...parts]), secret);
  return { publicKey, signLabelled };
}

/** The key that a member signs with, from the root seed. */
export const memberKey = (root) => keyFrom(Buffer.from(hkdfSync('sha256', root, 'commune/v1', 'member', 32)));

export const memberId = (publicKey) =>
  createHash('sha256').update('commune/member/v1').update(zero).update(publicKey).digest().subarray(0, 16);

function varint(value) {
  const bytes = [];
  let rest = BigInt(value);
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/** A message from its fields: { number: Buffer | string | number }; empty ones are left out. */
export function message(fields) {
  const parts = [];
  for (const [number, value] of Object.entries(fields)) {
    if (typeof value === 'number') {
      if (value !== 0) parts.push(varint(Number(number) << 3), varint(value));
      continue;
    }
    const bytes = Buffer.from(value);
    if (bytes.length > 0) parts.push(varint((Number(number) << 3) | 2), varint(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

const MEMBER = 1;
const NEWCOMER = 4;
export const DEVICE = 5;

/** The bytes to post. `command` is { number of the kind: its body }. */
export function signed(key, chain, command, credential = MEMBER) {
  const [[kind, body]] = Object.entries(command);
  const prefix = Buffer.concat([varint((Number(kind) << 3) | 2), varint(body.length)]);
  const envelope = message({
    1: chain,
    2: randomBytes(16),
    3: Math.floor(Date.now() / 1000) + 3600,
    4: credential,
    5: key.publicKey,
    6: Buffer.concat([prefix, body]),
  });
  return message({ 1: envelope, 2: key.signLabelled('commune/envelope/v1', envelope) });
}

/** Posts signed bytes; throws where the commune refuses them. */
export async function post(origin, body) {
  const headers = { 'content-type': 'application/x-protobuf' };
  const answer = await fetch(`${origin}/api/v1/commands`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`refused: ${await answer.text()}`);
}

/** `link` is what `commune init` printed. */
export function join(key, chain, link, name) {
  const door = keyFrom(Buffer.from(link.split('#')[1], 'base64url'));
  const proof = door.signLabelled('commune/invitation/v1', chain, key.publicKey);
  return signed(key, chain, { 3: message({ 1: name, 2: door.publicKey, 3: proof }) }, NEWCOMER);
}

export const foundGuild = (key, chain, guild, sector) =>
  signed(key, chain, { 10: message({ 1: guild, 2: guild, 3: sector, 4: 'For a test' }) });

export const roles = { sensor: 0, neighbour: 1, messenger: 2 };

/** Puts up a device with the 32 bytes of its public key; a trusted one needs no second voice. */
export const putDevice = (key, chain, device, { name, guild, kind = '', trusted = false, role = 'sensor' }) =>
  signed(key, chain, { 70: message({ 1: device, 2: name, 3: guild, 4: kind, 6: trusted ? 1 : 0, 8: roles[role] }) });

export function postTask(key, chain, guild, id, title) {
  const start = Math.floor(Date.now() / 1000) + 86_400;
  const draft = message({ 1: guild, 3: title, 8: start, 9: start + 7_200, 12: 1, 13: 3, 18: 2 });
  return signed(key, chain, { 30: message({ 1: id, 2: draft }) });
}

/** The cookie with which a member reads. */
export async function openSession(origin, key, chain) {
  const time = Math.floor(Date.now() / 1000);
  const big = Buffer.alloc(8);
  big.writeBigInt64BE(BigInt(time));
  const answer = await fetch(`${origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      member: memberId(key.publicKey).toString('hex'),
      time,
      signature: key.signLabelled('commune/session/v1', chain, big).toString('hex'),
    }),
  });
  if (!answer.ok) throw new Error(`no session: ${await answer.text()}`);
  return answer.headers.get('set-cookie').split(';')[0];
}
