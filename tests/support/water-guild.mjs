// A commune's water guild, run by a steward who has no phone: where sensors call for help.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { foundGuild, join, keyFrom, memberKey, message, signed } from './signing.mjs';

/** Sends a signed command, which the node must take. */
export async function post(origin, bytes) {
  const headers = { 'content-type': 'application/x-protobuf' };
  const answer = await fetch(`${origin}/api/v1/commands`, { method: 'POST', headers, body: bytes });
  assert.ok(answer.ok, await answer.text());
}

/** The steward's key, the chain, and a link for the others. */
export async function waterGuild({ origin, invitation }) {
  const known = await (await fetch(`${origin}/api/v1/commune`)).json();
  const chain = Buffer.from(known.chain, 'hex');
  const key = memberKey(randomBytes(32));
  await post(origin, join(key, chain, invitation, 'Cleo'));
  await post(origin, foundGuild(key, chain, 'water', 'food'));
  const door = randomBytes(32);
  const soon = Math.floor(Date.now() / 1000) + 86_400;
  await post(origin, signed(key, chain, { 1: message({ 1: keyFrom(door).publicKey, 2: soon, 3: 10 }) }));
  return { key, chain, link: `${origin}/join#${door.toString('base64url')}` };
}
