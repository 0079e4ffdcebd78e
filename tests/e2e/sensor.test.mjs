// A sensor calls for help: by its own signed POST, over HTTP and over the commune's own TLS, and through
// a real broker and the bridge, which loses no call while the node is away.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join as path } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { commune, freePort, program, root, scratchFolder, serve } from '../support/node.mjs';
import { serveReal } from '../support/real.mjs';
import * as signing from '../support/signing.mjs';
import { until } from '../support/until.mjs';

const broker = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto'].find((file) => existsSync(file));
const skip = broker && existsSync('/usr/bin/mosquitto_pub') ? false : 'no mosquitto here: apt-get install mosquitto mosquitto-clients';
const run = promisify(execFile);

const rules = `topics:
  - topic: farm/+/SENSOR
    key: pump.key
    when: {field: /water/level, above: 3.5}
    text: "Water at {value} m, {topic}"
    every_minutes: 0
`;

let node;
let running; // the node as it runs now
let folder;
let cookie;
let chain;
const ana = signing.memberKey(randomBytes(32));
const file = (name) => path(folder.path, name);

const post = (body) => signing.post(node.origin, body);
const read = async (target) => (await fetch(`${node.origin}/api/v1${target}`, { headers: { cookie } })).json();
const alerts = async () => (await read('/alerts')).alerts;

async function newDevice(name, guild, trusted) {
  const made = await commune('device', 'new', file(name));
  assert.equal(made.code, 0, made.stderr);
  const device = Buffer.from(made.stdout.trim(), 'hex');
  await post(signing.putDevice(ana, chain, device, { name, guild, trusted }));
}

const started = [];
function start(command, words) {
  const child = spawn(command, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stdout.on('data', (text) => (log += text));
  child.stderr.on('data', (text) => (log += text));
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  const process = { log: () => log, stop: () => (child.kill(), ended) };
  started.push(process);
  return process;
}

async function serveAgain() {
  running = await serve(node.directory, { port: node.port });
  started.push(running);
}

before(async () => {
  folder = await scratchFolder('sensor');
  node = await serveReal();
  running = { stop: node.stopNode };
  chain = Buffer.from((await read('/commune')).chain, 'hex');
  await post(signing.join(ana, chain, node.invitation, 'Ana'));
  for (const guild of ['gates', 'pumps']) await post(signing.foundGuild(ana, chain, guild, 'food'));
  cookie = await signing.openSession(node.origin, ana, chain);
});

after(async () => {
  for (const each of started.reverse()) await each.stop();
  await node?.stop();
  await folder?.remove();
});

test('a device has a key of its own, calls with it, and is refused in words', async () => {
  await newDevice('button.key', 'gates', false);
  assert.equal((await stat(file('button.key'))).mode & 0o777, 0o600);
  const again = await commune('device', 'new', file('button.key'));
  assert.equal(again.code, 1);
  assert.match(again.stderr, /conflict.*never written over/);
  const shown = await commune('device', 'show', file('button.key'));
  assert.match(shown.stdout, /^[0-9a-f]{64}\n$/);

  const called = await commune('device', 'alert', file('button.key'), '--node', node.origin, '--text', 'The gate is open');
  assert.equal(called.code, 0, called.stderr);
  assert.match(called.stdout, /^alert [0-9a-f]{32} in block \d+: the guild or a second voice/);
  const [alert] = await alerts();
  assert.equal(alert.text, 'The gate is open');
  assert.equal(alert.status, 'open');

  await commune('device', 'new', file('stranger.key'));
  const stranger = await commune('device', 'alert', file('stranger.key'), '--node', node.origin, '--text', 'Hello');
  assert.equal(stranger.code, 1);
  assert.match(stranger.stderr, /^commune: invalid: .*unknown_signer/);
  const nobody = await commune('device', 'alert', file('button.key'), '--node', `http://127.0.0.1:${await freePort()}`, '--text', 'x');
  assert.equal(nobody.code, 1);
  assert.match(nobody.stderr, /unavailable: cannot reach/);
  const open = await commune('device', 'alert', file('button.key'), '--node', 'http://example.org', '--text', 'x');
  assert.match(open.stderr, /plain HTTP stays on this machine/);
});

test('over TLS it trusts the authority that it is given and no other', async () => {
  const directory = file('tls-commune');
  const port = await freePort();
  const made = await commune('init', directory, '--name', 'Secure', '--zone', 'UTC', '--origin', `https://127.0.0.1:${port}`);
  assert.equal(made.code, 0, made.stderr);
  assert.equal((await commune('tls', 'init', directory, '127.0.0.1', 'localhost')).code, 0);
  const keys = path(directory, 'tls');
  const serving = start(program, ['serve', directory, '--http', `127.0.0.1:${port}`, '--tls', path(keys, 'server.pem'), path(keys, 'server.key')]);
  await until('the node', async () => serving.log().includes('https://'), serving);
  for (const host of ['127.0.0.1', 'localhost']) {
    const words = ['device', 'alert', file('button.key'), '--text', 'x', '--node', `https://${host}:${port}`];
    const untrusted = await commune(...words);
    assert.equal(untrusted.code, 1);
    assert.match(untrusted.stderr, /^commune: forged: .*certificate/);
    // Past the handshake, up to a commune that does not know this device.
    const trusted = await commune(...words, '--ca', path(keys, 'authority.pem'));
    assert.match(trusted.stderr, /unknown_signer/);
  }
});

test('a wrong file of topics is told line by line, and nothing begins', async () => {
  await writeFile(file('wrong.yaml'), 'topics:\n  - topic: a\n    key: none.key\n    text: x\n    when: {above: wet}\n');
  const wrong = await commune('bridge', 'mqtt', '--broker', '127.0.0.1', '--topics', file('wrong.yaml'));
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /wrong\.yaml:5: above: "wet" must be a number/);
  await writeFile(file('keyless.yaml'), 'topics:\n  - {topic: a, key: none.key, text: x, when: {above: 1}}\n');
  const keyless = await commune('bridge', 'mqtt', '--broker', '127.0.0.1', '--topics', file('keyless.yaml'));
  assert.match(keyless.stderr, /not_found: .*keyless\.yaml:2: key: .*none\.key/);
});

test('readings above the limit become one urgent task, also while the node is away', { skip }, async () => {
  await newDevice('pump.key', 'pumps', true);
  await writeFile(file('sensors.yaml'), rules);
  const port = await freePort();
  await writeFile(file('mosquitto.conf'), `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
  // The bridge comes first: it waits for its broker.
  const bridge = start(program, ['bridge', 'mqtt', '--broker', `127.0.0.1:${port}`, '--topics', file('sensors.yaml'), '--node', node.origin]);
  await until('the bridge waits', async () => bridge.log().includes('is away'), bridge);
  const mosquitto = start(broker, ['-c', file('mosquitto.conf')]);
  await until('the bridge listens', async () => bridge.log().includes('listening to 1 topics'), { log: () => bridge.log() + mosquitto.log() });

  const publish = (topic, text) => run('mosquitto_pub', ['-h', '127.0.0.1', '-p', `${port}`, '-q', '1', '-t', topic, '-m', text]);
  const water = async () => (await alerts()).find((alert) => alert.text.startsWith('Water'));
  const delivered = () => bridge.log().split('delivered:').length - 1;

  await publish('farm/1/SENSOR', 'not JSON');
  await publish('farm/1/SENSOR', '{"water":{"level":3.4}}');
  await publish('farm/1/SENSOR', '{"water":{"level":3.6}}');
  const alert = await until('the alert', water, bridge);
  assert.equal(alert.text, 'Water at 3.6 m, farm/1/SENSOR', 'what was below the limit or not understood called nobody');
  assert.equal(alert.status, 'confirmed', 'a trusted device needs no second voice');
  await until('what is no JSON is said', () => /not understood, farm\/1\/SENSOR:1: is not JSON/.test(bridge.log()), bridge);
  const task = await read(`/tasks/${alert.id}`);
  assert.equal(task.urgency, 'urgent');

  await publish('farm/1/SENSOR', '{"water":{"level":3.6}}');
  await until('the second', async () => delivered() === 2, bridge);
  const all = (await alerts()).filter((each) => each.text.startsWith('Water'));
  assert.equal(all.length, 1, 'the same again is the same alert');

  const first_seen = all[0].last_at;
  await running.stop('SIGKILL');
  await publish('farm/2/SENSOR', '{"water":{"level":4.2}}');
  await until('the bridge notices', async () => bridge.log().includes('cannot reach'), bridge);
  // Something else answers in the node's place: that passes too.
  const proxy = createServer((_, answer) => answer.end('<html>Back soon</html>')).listen(node.port, '127.0.0.1');
  await until('the bridge waits for the node itself', async () => bridge.log().includes('does not answer as a commune'), bridge);
  proxy.closeAllConnections();
  await new Promise((closed) => proxy.close(closed));
  await serveAgain();
  await until('the third', async () => delivered() === 3, bridge);
  assert.ok((await water()).last_at > first_seen, 'it was counted');

  // The broker goes and comes back; the bridge finds it again.
  await mosquitto.stop();
  await until('the bridge waits again', async () => bridge.log().split('is away').length > 2, bridge);
  start(broker, ['-c', file('mosquitto.conf')]);
  await until('it listens again', async () => bridge.log().split('listening to').length > 2, bridge);
  await publish('farm/3/SENSOR', '{"water":{"level":5}}');
  await until('the fourth', async () => delivered() === 4, bridge);

  assert.equal(await bridge.stop(), 0, bridge.log());
  const said = await run('mosquitto_sub', ['-h', '127.0.0.1', '-p', `${port}`, '-t', 'commune/bridge/+', '-C', '1', '-W', '10']);
  assert.equal(said.stdout.trim(), 'away');
});

test('a bridge that ends loses no call, speaks TLS, and takes what was retained for the past', { skip }, async () => {
  await newDevice('well.key', 'pumps', false);
  await writeFile(file('well.yaml'), 'topics:\n  - {topic: well/+, key: well.key, text: "The well has {value} m", when: {above: 3}}\n');
  const keys = path(file('tls-commune'), 'tls');
  const port = await freePort();
  await writeFile(
    file('tls-mosquitto.conf'),
    `user root\nlistener ${port} 127.0.0.1\nallow_anonymous true\ncertfile ${path(keys, 'server.pem')}\nkeyfile ${path(keys, 'server.key')}\n`,
  );
  const mosquitto = start(broker, ['-c', file('tls-mosquitto.conf')]);
  const ca = path(keys, 'authority.pem');
  const publish = (topic, text, ...more) =>
    run('mosquitto_pub', ['-h', '127.0.0.1', '-p', `${port}`, '--cafile', ca, '-q', '1', '-t', topic, '-m', text, ...more]);
  await until('the broker', async () => (await publish('well/old', '9', '-r'), true), mosquitto);
  const well = async () => (await alerts()).filter((alert) => alert.text.startsWith('The well'));
  const listen = () => start(program, [
    ...['bridge', 'mqtt', '--broker', `127.0.0.1:${port}`, '--broker-ca', ca, '--topics', file('well.yaml')],
    ...['--node', node.origin, '--queue', file('calls.json')],
  ]);

  const first = listen();
  await until('the bridge listens', async () => first.log().includes('listening to 1 topics'), () => first.log() + mosquitto.log());
  await publish('well/1', '4');
  await until('the call', async () => (await well()).length === 1, first);
  assert.equal((await well())[0].text, 'The well has 4 m', 'what the broker kept from before calls nobody');
  await running.stop('SIGKILL');
  await publish('well/2', '5');
  await until('the bridge notices', async () => first.log().includes('cannot reach'), first);
  assert.equal(await first.stop(), 0, first.log());
  assert.match(first.log(), /1 calls were not delivered; they wait in /);
  assert.equal(JSON.parse(await readFile(file('calls.json'), 'utf8')).length, 1);

  await serveAgain();
  const second = listen();
  await until('what waited', async () => (await well()).length === 2, second);
  await until('the file says so', async () => (await readFile(file('calls.json'), 'utf8')) === '[]\n', second);
  assert.equal(await second.stop(), 0, second.log());
  assert.ok((await well()).every(({ text }) => text !== 'The well has 9 m'));
});
