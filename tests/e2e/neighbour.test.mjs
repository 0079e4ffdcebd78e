// Neighbouring communes hear an urgent call: two real nodes and one that is away, and the carrier between
// them, looked at once at a time, killed in the middle, and left to run.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import { after, before, test } from 'node:test';
import { until } from '../support/app.mjs';
import { commune, freePort, program, root, scratchFolder, serve } from '../support/node.mjs';
import { serveReal } from '../support/real.mjs';
import { foundGuild, join, keyFrom, memberKey, message, openSession, putDevice, signed } from '../support/signing.mjs';

const started = [];
let folder;
let mill; // calls
let hill; // hears
const file = (name) => path(folder.path, name);
const now = () => Math.floor(Date.now() / 1000);

/** A commune with a guild and two people in it. */
async function found(name, zone) {
  const node = await serveReal(name, zone);
  const read = async (target, headers = {}) => (await fetch(`${node.origin}/api/v1${target}`, { headers })).json();
  const chain = Buffer.from((await read('/commune')).chain, 'hex');
  const post = async (body) => {
    const headers = { 'content-type': 'application/x-protobuf' };
    const answer = await fetch(`${node.origin}/api/v1/commands`, { method: 'POST', headers, body });
    assert.equal(answer.status, 200, await answer.clone().text());
  };
  const people = [memberKey(randomBytes(32)), memberKey(randomBytes(32))];
  for (const [index, person] of people.entries()) await post(join(person, chain, node.invitation, `Person ${index}`));
  await post(foundGuild(people[0], chain, 'water', 'food'));
  const cookie = await openSession(node.origin, people[0], chain);
  const own = { ...node, chain, post, people, read: (target) => read(target, { cookie }) };
  own.device = async (key, about) => {
    const made = await commune('device', 'new', file(key));
    assert.equal(made.code, 0, made.stderr);
    await post(putDevice(people[0], chain, Buffer.from(made.stdout.trim(), 'hex'), { guild: 'water', ...about }));
  };
  own.alerts = async () => (await own.read('/alerts')).alerts;
  own.call = async (title, people_min = 2) => {
    const task = randomBytes(16);
    const draft = { 1: 'water', 3: title, 8: now() - 60, 9: now() + 7_200, 12: people_min, 13: 4, 18: 3, 19: 2 };
    await post(signed(people[0], chain, { 30: message({ 1: task, 2: message(draft) }) }));
    return task.toString('hex');
  };
  own.come = (who, task) => {
    const place = message({ 1: Buffer.from(task, 'hex'), 2: keyFrom(randomBytes(32)).publicKey });
    return post(signed(people[who], chain, { 50: place }));
  };
  own.cancel = (task) => post(signed(people[0], chain, { 32: message({ 1: Buffer.from(task, 'hex'), 2: 'The pump runs again' }) }));
  started.push(own);
  return own;
}

/** What one look says: a neighbour that is away is named, and holds nobody up. */
const look = (neighbours = 'neighbours.yaml', node = mill) =>
  commune('bridge', 'neighbours', file(neighbours), '--node', node.origin, '--once');

function carry(neighbours) {
  const words = ['bridge', 'neighbours', file(neighbours), '--node', mill.origin, '--every', '1'];
  const child = spawn(program, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stdout.on('data', (text) => (log += text));
  child.stderr.on('data', (text) => (log += text));
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  const carrier = { log: () => log, stop: (signal) => (child.kill(signal), ended) };
  started.push(carrier);
  return carrier;
}

const neighbour = (name, node, key, messenger) =>
  `  - {name: ${name}, node: '${node}', key: ${key}, messenger: ${messenger}, taken_back: 'Enough are here: thank you'}\n`;

before(async () => {
  folder = await scratchFolder('neighbours');
  [mill, hill] = await Promise.all([found('Mill', 'America/Lima'), found('Hill', 'Asia/Tokyo')]);
  await hill.device('mill-at-hill.key', { name: 'Mill', role: 'neighbour', trusted: true });
  await mill.device('hill.key', { name: 'Hill', role: 'messenger' });
  await mill.device('away.key', { name: 'Away', role: 'messenger' });
  const hillside = neighbour('Hill', hill.origin, 'mill-at-hill.key', 'hill.key');
  const away = neighbour('Away', `http://127.0.0.1:${await freePort()}`, 'mill-at-hill.key', 'away.key');
  await writeFile(file('neighbours.yaml'), `neighbours:\n${away}${hillside}`);
  await writeFile(file('hill-only.yaml'), `neighbours:\n${hillside}`);
});

after(async () => {
  for (const each of started.reverse()) await each.stop();
  await folder?.remove();
});

test('a call is heard next door, once; who comes is counted at home; cancelled, it is taken back', async () => {
  const call = await mill.call('Pump the cellar out');
  const first = await look();
  assert.equal(first.code, 1);
  assert.match(first.stderr, /unavailable: Away: cannot reach/, 'who is away is named');
  const [heard, ...more] = await hill.alerts();
  assert.equal(more.length, 0);
  assert.equal(heard.text, 'Mill: Pump the cellar out');
  assert.equal(heard.status, 'confirmed', 'a trusted neighbour needs no second voice');
  const there = () => hill.read(`/tasks/${heard.id}`);
  const here = () => mill.read(`/tasks/${call}`);
  const [asked, own] = [await there(), await here()];
  assert.deepEqual(
    [asked.neighbour, asked.urgency, asked.people_min, asked.start, asked.end],
    ['Mill', 'urgent', 2, own.start, own.end],
  );
  assert.equal(own.neighbour, '');

  await look();
  await look();
  assert.equal((await hill.alerts()).length, 1, 'looked at three times, raised once');

  await hill.come(0, heard.id);
  await look();
  assert.deepEqual((await here()).visitors, [{ name: 'Hill', people: 1 }]);
  assert.equal((await here()).missing, 1);
  await hill.come(1, heard.id);
  await look();
  assert.deepEqual([(await here()).coming, (await here()).missing], [2, 0], 'nothing is missing, so nothing rings');
  assert.equal((await here()).free, 4, 'visitors take nobody’s place');
  assert.doesNotMatch(JSON.stringify(await here()), /Person/, 'counts only');

  await mill.cancel(call);
  await look();
  const [taken_back] = await hill.alerts();
  assert.equal(taken_back.status, 'withdrawn');
  assert.deepEqual([(await there()).status, (await there()).reason], ['cancelled', 'Enough are here: thank you']);
});

test('enough at home takes it back, and it is asked anew when somebody hands back', async () => {
  const call = await mill.call('Carry the harvest in', 1);
  await look('hill-only.yaml');
  const calls = async () => (await hill.alerts()).filter(({ text }) => text === 'Mill: Carry the harvest in');
  assert.deepEqual((await calls()).map(({ status }) => status), ['confirmed']);
  const key = keyFrom(randomBytes(32));
  const task = Buffer.from(call, 'hex');
  await mill.post(signed(mill.people[1], mill.chain, { 50: message({ 1: task, 2: key.publicKey }) }));
  await look('hill-only.yaml');
  assert.deepEqual((await calls()).map(({ status }) => status), ['withdrawn']);
  const participant = 2;
  await mill.post(signed(key, mill.chain, { 51: message({ 1: task }) }, participant));
  await look('hill-only.yaml');
  assert.deepEqual((await calls()).map(({ status }) => status).sort(), ['confirmed', 'withdrawn']);
  await mill.cancel(call);
  await look('hill-only.yaml');
  assert.deepEqual((await calls()).map(({ status }) => status), ['withdrawn', 'withdrawn']);
});

test('a call never comes back, nor goes on to a third', async () => {
  await hill.device('mill.key', { name: 'Mill', role: 'messenger' });
  await mill.device('hill-at-mill.key', { name: 'Hill', role: 'neighbour', trusted: true });
  await writeFile(file('back.yaml'), `neighbours:\n${neighbour('Mill', mill.origin, 'hill-at-mill.key', 'mill.key')}`);
  const call = await mill.call('Mend the dam');
  assert.equal((await look('hill-only.yaml')).code, 0);
  assert.ok((await hill.alerts()).some(({ text }) => text === 'Mill: Mend the dam'));
  const back = await look('back.yaml', hill);
  assert.equal(back.code, 0, back.stderr);
  assert.equal((await mill.alerts()).length, 0);
  await hill.call('Find the goats', 3);
  assert.equal((await look('back.yaml', hill)).code, 0);
  assert.deepEqual((await mill.alerts()).map(({ text }) => text), ['Hill: Find the goats'], 'its own calls do come');
  await mill.cancel(call);
  await look('hill-only.yaml');
});

test('the carrier runs on: killed in the middle it doubles nothing, and a node that was away hears all', async () => {
  const calls = async (text) => (await hill.alerts()).filter((alert) => alert.text === text);
  let carrier = carry('neighbours.yaml');
  const first = await mill.call('Dig the ditch');
  await until('the call', async () => (await calls('Mill: Dig the ditch')).length === 1, carrier.log);
  await carrier.stop('SIGKILL');
  const [heard] = await calls('Mill: Dig the ditch');
  await hill.come(0, heard.id);
  carrier = carry('neighbours.yaml');
  await until('the count', async () => (await mill.read(`/tasks/${first}`)).visitors[0]?.people === 1, carrier.log);
  assert.equal((await calls('Mill: Dig the ditch')).length, 1);

  await hill.stopNode('SIGKILL');
  const second = await mill.call('Fetch the hay');
  await until('the carrier sees that Hill is away', async () => /Hill: cannot reach/.test(carrier.log()), carrier.log);
  started.push(await serve(hill.directory, { port: hill.port }));
  await until('the second call', async () => (await calls('Mill: Fetch the hay')).length === 1, carrier.log);
  assert.match(carrier.log(), /Hill: all is well again/);
  await mill.cancel(first);
  await mill.cancel(second);
  const gone = async () => (await calls('Mill: Fetch the hay'))[0].status === 'withdrawn' && (await calls('Mill: Dig the ditch'))[0].status === 'withdrawn';
  await until('both are taken back', gone, carrier.log);
  assert.equal(await carrier.stop('SIGTERM'), 0);
});

test('what is written wrong is told, and a key that is for something else is refused', async () => {
  await writeFile(file('wrong.yaml'), 'neighbours:\n  - {name: Hill, node: x}\n');
  assert.match((await look('wrong.yaml')).stderr, /wrong\.yaml:2: key: is missing/);
  await writeFile(file('swapped.yaml'), `neighbours:\n${neighbour('Hill', hill.origin, 'hill.key', 'mill-at-hill.key')}`);
  assert.match((await look('swapped.yaml')).stderr, /No guild has put this device up/);
  await writeFile(file('self.yaml'), `neighbours:\n${neighbour('Self', mill.origin, 'hill.key', 'hill.key')}`);
  assert.match((await look('self.yaml')).stderr, /our own commune/);
  const answer = await fetch(`${hill.origin}/api/v1/device/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device: '00'.repeat(32), time: now(), signature: '00'.repeat(64) }),
  });
  assert.equal(answer.status, 401);
});
