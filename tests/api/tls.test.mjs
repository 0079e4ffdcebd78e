// The same answers over TLS, with a certificate of the commune's own authority: small and large ones,
// one after another on one connection, and the live stream.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { commune, freePort, program, riverbend, root, scratchFolder } from '../support/node.mjs';

const folder = await scratchFolder('tls');
const directory = join(folder.path, 'data');
let child;
let agent;
let port;

before(async () => {
  for (const words of [['init', directory, '--from', riverbend], ['tls', 'init', directory]]) {
    const made = await commune(...words);
    assert.equal(made.code, 0, made.stderr);
  }
  const keys = join(directory, 'tls');
  port = await freePort();
  agent = new Agent({ ca: await readFile(join(keys, 'authority.pem')), keepAlive: true, maxSockets: 1 });
  const words = ['serve', directory, '--http', `127.0.0.1:${port}`, '--tls', join(keys, 'server.pem'), join(keys, 'server.key')];
  child = spawn(program, words, { cwd: root, stdio: 'ignore' });
  for (const begin = Date.now(); ; await sleep(50)) {
    const answer = await ask('/health').catch(() => undefined);
    if (answer?.status === 200) break;
    assert.ok(Date.now() - begin < 30_000, 'it does not answer');
  }
});

after(async () => {
  agent?.destroy();
  if (child) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
  }
  await folder.remove();
});

function open(target, through = agent) {
  return new Promise((resolve, reject) => {
    get({ agent: through, host: '127.0.0.1', port, path: `/api/v1${target}` }, resolve).on('error', reject);
  });
}

async function ask(target) {
  const answer = await open(target);
  const chunks = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, body: Buffer.concat(chunks), length: Number(answer.headers['content-length']) };
}

test('answers of every size come whole, again and again on one connection', async () => {
  for (const limit of [1, 5, 20, 60, 200, 1000, 5000, 1]) {
    const answer = await ask(`/tasks?limit=${limit}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.body.length, answer.length);
    assert.ok(JSON.parse(answer.body).tasks.length <= limit);
  }
});

test('the live stream runs over TLS too', async () => {
  const own = new Agent({ ca: agent.options.ca });
  const stream = await open('/stream?since=1', own);
  let text = '';
  for await (const chunk of stream) {
    text += chunk;
    if (text.includes('event: reset\n')) break;
  }
  assert.match(text, /^retry: 2000\n\n/);
  own.destroy();
});
