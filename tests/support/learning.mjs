// A commune that learns from contributions, with its helper, as two processes; and a contribution as bytes
// that say nothing, sealed by Node's own cryptography rather than the app's.
import { createCipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman, randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './app.mjs';
import { commune, freePort, program, root, serve } from './node.mjs';

const raw = (key) => Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), key]);
const secret = (key) => createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), key]), format: 'der', type: 'pkcs8' });
const hmac = (key, ...parts) => createHmac('sha256', key).update(Buffer.concat(parts)).digest();

/** HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. */
export function seal(to, info, bound, plain, ephemeral = randomBytes(32)) {
  const version = Buffer.from('HPKE-v1');
  const kem = Buffer.from('KEM\0\x20', 'latin1');
  const suite = Buffer.from('HPKE\0\x20\0\x01\0\x03', 'latin1');
  const extract = (of, salt, label, material) => hmac(salt, version, of, Buffer.from(label), material);
  const expand = (of, key, label, context, size) =>
    hmac(key, Buffer.from([0, size]), version, of, Buffer.from(label), context, Buffer.from([1])).subarray(0, size);
  const none = Buffer.alloc(0);
  const own = secret(ephemeral);
  const enc = createPublicKey(own).export({ format: 'der', type: 'spki' }).subarray(-32);
  const point = diffieHellman({ privateKey: own, publicKey: createPublicKey({ key: raw(to), format: 'der', type: 'spki' }) });
  const shared = expand(kem, extract(kem, none, 'eae_prk', point), 'shared_secret', Buffer.concat([enc, to]), 32);
  const context = Buffer.concat([Buffer.from([0]), extract(suite, none, 'psk_id_hash', none), extract(suite, none, 'info_hash', Buffer.from(info))]);
  const made = extract(suite, shared, 'secret', none);
  const cipher = createCipheriv('chacha20-poly1305', expand(suite, made, 'key', context, 32), expand(suite, made, 'base_nonce', context, 12), { authTagLength: 16 });
  cipher.setAAD(bound, { plaintextLength: plain.length });
  return Buffer.concat([enc, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Shares that sum to zeros: { id, sealed }. */
export function zeroContribution(round) {
  const kinds = round.kinds.length;
  const size = 22 + 4 * kinds + (kinds * (kinds + 1)) / 2;
  const id = randomBytes(16);
  const words = randomBytes(4 * size);
  const rest = Buffer.alloc(4 * size);
  for (let at = 0; at < rest.length; at += 4) rest.writeInt32BE(-words.readInt32BE(at) | 0, at);
  const zeros = Buffer.alloc(4 * size);
  const shares = round.helpers.map(({ key }, helper) => {
    const head = Buffer.alloc(24);
    head.write('CMSHARE1');
    head.writeBigUInt64BE(BigInt(round.number), 8);
    head.writeUInt32BE(helper, 16);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(size);
    const plain = Buffer.concat([head.subarray(0, 20), id, count, [rest, words][helper] ?? zeros]);
    return seal(Buffer.from(key, 'hex'), 'commune/learning/share/v1', Buffer.from(round.id, 'hex'), plain);
  });
  return { id: id.toString('hex'), sealed: Buffer.concat(shares) };
}

/** A helper of its own process; `start` and `kill` as often as wanted. */
async function makeHelper(folder) {
  const made = await commune('helper', 'new', folder);
  if (made.code !== 0) throw new Error(`commune helper new: ${made.stderr}`);
  const port = await freePort();
  let child = null;
  let log = '';
  const start = async (nodeKey, devicesMin) => {
    const words = ['helper', 'serve', folder, '--for', nodeKey, '--http', `127.0.0.1:${port}`, '--devices-min', `${devicesMin}`];
    child = spawn(program, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (text) => (log += text));
    child.stderr.on('data', (text) => (log += text));
    await until('the helper', async () => (await fetch(`http://127.0.0.1:${port}/`)).status > 0, () => log);
  };
  const kill = async (signal = 'SIGTERM') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return { key: made.stdout.trim(), port, start, kill, log: () => log };
}

/** Serves `directory` with learning on and one helper beside it; `folder` is for the rest. */
export async function serveLearning(directory, folder, { seconds, devicesMin, port }) {
  const helper = await makeHelper(join(folder, 'helper'));
  const file = join(folder, 'learn.json');
  const helpers = [{ name: 'Meadow', key: helper.key, url: `http://127.0.0.1:${helper.port}` }];
  const terms = { round_seconds: seconds, devices_min: devicesMin };
  await writeFile(file, JSON.stringify({ name: 'This commune', ...terms, helpers }));
  const words = ['--learn', file];
  const node = await serve(directory, { port, more: words });
  const nodeKey = node.log().match(/learning key ([0-9a-f]{64})/)[1];
  await helper.start(nodeKey, devicesMin);
  const look = async () => (await fetch(`${node.origin}/api/v1/learning`)).json();
  const log = () => node.log() + helper.log();
  return {
    node,
    helper,
    words,
    restartHelper: async (signal) => {
      await helper.kill(signal);
      await helper.start(nodeKey, devicesMin);
    },
    look,
    openRound: () => until('a round', async () => (await look()).round, log),
    /** How the round of that number ended. */
    ended: (number) =>
      until('the end of the round', async () => {
        const { last } = await look();
        return last?.number === number && last;
      }, log),
    stop: async () => {
      await node.stop();
      await helper.kill();
    },
  };
}
