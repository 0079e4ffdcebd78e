// What the node acknowledged survives kill -9 at any instant. The real program is killed under load,
// at random moments of its start and of its work, and started again; every command that it answered
// with 200 must be there: the same bytes are refused as a replay, and the task stands on the board.
//
// COMMUNE_KILLS (200) says how often, COMMUNE_SEED replays one run.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join as path } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, test } from 'node:test';
import { commune, freePort, program, root, scratchFolder } from '../support/node.mjs';
import { foundGuild, join, memberKey, openSession, postTask } from '../support/signing.mjs';

const kills = Number(process.env.COMMUNE_KILLS ?? 200);
const seed = Number(process.env.COMMUNE_SEED ?? Date.now() % 1_000_000);
const clients = 8;
const killsPerCommune = 50; // then a fresh one, so that starting stays quick

let state = seed >>> 0;
const random = () => {
  // Mulberry32, so that a seed replays the moments of the kills.
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

const folder = await scratchFolder('kill');
after(() => folder.remove());

function ask(agent, port, method, url, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const call = request(
      { agent, port, host: '127.0.0.1', method, path: url, headers: { ...headers, ...(body && { 'content-length': body.length, 'content-type': 'application/x-protobuf' }) } },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString() }));
        answer.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

function start(directory, port) {
  const child = spawn(program, ['serve', directory, '--http', `127.0.0.1:${port}`], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (text) => (log += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { child, ended, log: () => log };
}

async function untilServing(node, port) {
  const agent = new Agent();
  for (const begin = Date.now(); Date.now() - begin < 30_000; ) {
    try {
      if ((await ask(agent, port, 'GET', '/api/v1/health')).status === 200) return;
    } catch {
      await sleep(3);
    }
    assert.equal(node.child.exitCode, null, `it ended by itself:\n${node.log()}`);
  }
  assert.fail(`it does not answer:\n${node.log()}`);
}

async function foundCommune(number, port) {
  const directory = path(folder.path, `commune-${number}`);
  const made = await commune('init', directory, '--name', 'Durable', '--zone', 'Europe/Berlin');
  assert.equal(made.code, 0, made.stderr);
  const link = made.stdout.match(/http:\/\/\S+\/join#[\w-]{43}/)[0];
  const key = memberKey(randomBytes(32));
  const node = start(directory, port);
  await untilServing(node, port);
  const origin = `http://127.0.0.1:${port}`;
  const chain = Buffer.from((await (await fetch(`${origin}/api/v1/commune`)).json()).chain, 'hex');
  const agent = new Agent();
  for (const bytes of [join(key, chain, link, 'Tester'), foundGuild(key, chain, 'testers', 'food')]) {
    const answer = await ask(agent, port, 'POST', '/api/v1/commands', bytes);
    assert.equal(answer.status, 200, answer.text);
  }
  const cookie = await openSession(origin, key, chain);
  node.child.kill('SIGKILL');
  await node.ended;
  return { directory, key, chain, cookie };
}

// Posts tasks until the connection breaks; what was answered 200 goes to `acknowledged`.
async function work(agent, port, home, node, acknowledged) {
  while (node.child.exitCode === null && node.child.signalCode === null) {
    const id = randomBytes(16);
    const bytes = postTask(home.key, home.chain, 'testers', id, `Task ${acknowledged.length}`);
    let answer;
    try {
      answer = await ask(agent, port, 'POST', '/api/v1/commands', bytes);
    } catch {
      return; // killed: nobody knows what became of this one, and nobody was told anything
    }
    assert.equal(answer.status, 200, answer.text);
    acknowledged.push({ id, bytes });
  }
}

async function checkAll(port, home, acknowledged) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  await Promise.all(
    acknowledged.map(async ({ id, bytes }) => {
      const again = await ask(agent, port, 'POST', '/api/v1/commands', bytes);
      assert.equal(JSON.parse(again.text).error?.code, 'replayed', `lost after a kill (seed=${seed}): ${again.text}`);
      const found = await ask(agent, port, 'GET', `/api/v1/tasks/${id.toString('hex')}`, undefined, { cookie: home.cookie });
      assert.equal(found.status, 200, `not on the board (seed=${seed}): ${found.text}`);
    }),
  );
  agent.destroy();
}

test(`nothing acknowledged is lost over ${kills} kills (seed=${seed})`, { timeout: 60_000 + kills * 2_000 }, async (t) => {
  const port = await freePort();
  let home;
  let acknowledged = [];
  let total = 0;
  for (let kill = 0; kill < kills; ++kill) {
    if (kill % killsPerCommune === 0) home = await foundCommune(kill / killsPerCommune, port);
    const node = start(home.directory, port);
    if (random() < 0.15) {
      // In the middle of starting: of the replay, of taking the lock, of listening.
      await sleep(random() * 25);
    } else {
      await untilServing(node, port);
      await checkAll(port, home, acknowledged);
      acknowledged = [];
      const agent = new Agent({ keepAlive: true, maxSockets: clients });
      const working = Promise.all(Array.from({ length: clients }, () => work(agent, port, home, node, acknowledged)));
      while (acknowledged.length === 0 && node.child.exitCode === null) await sleep(1);
      assert.equal(node.child.exitCode, null, `it ended by itself (seed=${seed}):\n${node.log()}`);
      await sleep(random() * 40);
      node.child.kill('SIGKILL');
      await working;
      agent.destroy();
    }
    node.child.kill('SIGKILL');
    await node.ended;
    total += acknowledged.length;
    if ((kill + 1) % killsPerCommune === 0 || kill + 1 === kills) {
      const last = start(home.directory, port);
      await untilServing(last, port);
      await checkAll(port, home, acknowledged);
      acknowledged = [];
      last.child.kill('SIGTERM');
      await last.ended;
      const verified = await commune('verify', home.directory, '--json');
      assert.equal(verified.code, 0, verified.stderr);
    }
  }
  t.diagnostic(`${total} commands acknowledged and found again`);
  assert.ok(total >= kills / 2, 'the load was too small to mean anything');
});
