// Holds the node to api/openapi.yaml, on the example commune and on a real one: every path is asked,
// every answer fits its schema, no field is left undescribed, and every field described is seen.
import assert from 'node:assert/strict';
import { createECDH, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { serveLearning, zeroContribution } from '../support/learning.mjs';
import { commune, riverbend, root, scratchFolder, serve, serveRiverbend } from '../support/node.mjs';
import { DEVICE, join, keyFrom, memberId, memberKey, message, putDevice, signed } from '../support/signing.mjs';
import { until } from '../support/until.mjs';
import { Schemas } from './schema.mjs';

const description = parse(await readFile(path(root, 'api/openapi.yaml'), 'utf8'));
const schemas = new Schemas(description);
const asked = new Set(); // "get /tasks"

let demo;
let catalogue;
let chain;
before(async () => {
  demo = await serveRiverbend(['--push', 'mailto:water@riverbend.example']);
  chain = Buffer.from((await read('/commune')).chain, 'hex');
  catalogue = await read('/catalogue');
});
after(() => demo?.stop());

/** The pattern of the description that a path belongs to. */
function patternOf(target) {
  const segments = target.split('?')[0].split('/');
  return Object.keys(description.paths).find((pattern) => {
    const parts = pattern.split('/');
    return parts.length === segments.length && parts.every((part, i) => part.startsWith('{') || part === segments[i]);
  });
}

/** Asks, checks the answer against the description, and gives it. */
async function ask(origin, target, { method = 'GET', headers = {}, body } = {}) {
  const pattern = patternOf(target);
  assert.ok(pattern, `${target} is not described`);
  const operation = description.paths[pattern][method.toLowerCase()];
  const answer = await fetch(`${origin}/api/v1${target}`, { method, headers, body });
  if (answer.status === 200) asked.add(`${method.toLowerCase()} ${pattern}`);
  let expected = operation.responses[answer.status] ?? operation.responses.default;
  if (expected.$ref) expected = schemas.resolve(expected.$ref);
  if (answer.status === 304) return { status: 304 };
  const type = answer.headers.get('content-type').split(';')[0];
  assert.ok(expected.content[type], `${target}: ${answer.status} as ${type} is not described`);
  for (const header of ['content-security-policy', 'x-content-type-options', 'referrer-policy']) {
    assert.ok(answer.headers.get(header), `${target} has no ${header}`);
  }
  if (type !== 'application/json') return { status: answer.status, text: await answer.text(), headers: answer.headers };
  const json = await answer.json();
  assert.deepEqual(schemas.check(json, expected.content[type].schema, '', ''), [], `${method} ${target}`);
  return { status: answer.status, json, headers: answer.headers };
}

async function read(target) {
  const answer = await ask(demo.origin, target);
  assert.equal(answer.status, 200, target);
  return answer.json;
}

const demoRoot = (slug) => createHash('sha256').update(`commune/demo/v1\0${slug}`).digest();
const participantKey = (slug, task) =>
  keyFrom(Buffer.from(hkdfSync('sha256', demoRoot(slug), 'commune/v1', Buffer.concat([Buffer.from('participant\0'), task]), 32)));

async function post(bytes, origin = demo.origin) {
  return ask(origin, '/commands', { method: 'POST', headers: { 'content-type': 'application/x-protobuf' }, body: bytes });
}

async function accepted(bytes) {
  const answer = await post(bytes);
  assert.equal(answer.status, 200, JSON.stringify(answer.json));
  return answer.json;
}

/** A task of the demo with every kind of field filled, done by a person who shows the name. */
async function livedTask() {
  const { people } = await read('/demo/people');
  const person = people.find(({ guilds }) => guilds.length > 0);
  const key = memberKey(demoRoot(person.slug));
  const task = randomBytes(16);
  const now = Math.floor(Date.now() / 1000);
  const { venues, skills, templates } = catalogue;
  const plain = skills.find((skill) => !skill.certified_by).id;
  const draft = message({
    1: person.guilds[0], 3: 'Check the description', 4: 'So that it tells the truth', 5: 'Bring both', 6: venues[0].id,
    7: templates[0].id, 8: now + 60, 9: now + 3660, 12: 1, 13: 3, 14: 1, 16: plain, 17: plain, 18: 2, 19: 1, 20: 1, 21: 1,
  });
  await accepted(signed(key, chain, { 30: message({ 1: task, 2: draft }) }));
  const place = participantKey(person.slug, task);
  await accepted(signed(key, chain, { 50: message({ 1: task, 2: place.publicKey, 4: 1 }) }));
  await accepted(signed(place, chain, { 53: message({ 1: task, 2: 55 }) }, 2));
  await accepted(signed(place, chain, { 54: message({ 1: task, 2: 1, 7: 'It went well' }) }, 2));
  return { id: task.toString('hex'), person };
}

test('every read of the example commune fits its description', async () => {
  const { id, person } = await livedTask();
  for (const target of ['/health', '/commune', '/sectors', '/guilds', '/catalogue', '/members', '/demo/people']) await read(target);
  const notes = await read(`/tasks/${id}/notes?as=${person.member}`);
  assert.deepEqual(notes.notes, ['It went well']);
  const task = await read(`/tasks/${id}`);
  assert.equal(task.places[0].name, person.name);
  for (const query of ['', '?open=true&limit=20', '?q=dinner&limit=3', '?from=2020-01-01T00:00:00Z&limit=5000']) {
    await read(`/tasks${query}`);
  }
  for (const period of ['week', 'month', 'year']) await read(`/progress?period=${period}`);
  const calendar = await ask(demo.origin, `/ics/guild/${person.guilds[0]}.ics`);
  assert.match(calendar.text, /^BEGIN:VCALENDAR\r\n/);
  assert.ok(!calendar.text.includes(person.name), 'a calendar names nobody');
});

/** A round that nobody but one person is in, shared out by the node; and a sensor that reports. */
async function livedRound() {
  const { people } = await read('/demo/people');
  const { guilds } = await read('/guilds');
  const stewards = new Map(guilds.flatMap(({ id, stewards }) => stewards.map(({ member }) => [member, id])));
  const person = people.find(({ member }) => stewards.has(member));
  const guild = stewards.get(person.member);
  const key = memberKey(demoRoot(person.slug));
  const [task, round, alert, device] = [16, 16, 16, 32].map((size) => randomBytes(size));
  const now = Math.floor(Date.now() / 1000);
  const start = now + 40 * 86_400; // after the rounds that the example opens itself
  const { skills, templates, venues } = catalogue;
  const draft = message({ 1: guild, 3: 'Many hands', 8: start, 9: start + 3600, 12: 3, 13: 4, 14: 1, 18: 2 });
  await accepted(signed(key, chain, { 30: message({ 1: task, 2: draft }) }));
  const open = { 1: round, 2: start - 60, 3: start + 86_400, 4: now + 5, 5: start, 6: 1 };
  await accepted(signed(key, chain, { 60: message(open) }));
  const offer = message({ 1: task, 2: 80 });
  const room = message({ 1: catalogue.sectors[0].id, 2: 60 });
  const word = { 1: round, 2: randomBytes(32), 3: offer, 4: 300, 5: 2, 6: room };
  await accepted(signed(key, chain, { 61: message(word) }));
  const put = { 1: device, 2: 'Pump', 3: guild, 4: templates[0].id, 5: venues[0].id };
  await accepted(signed(key, chain, { 70: message(put) }));
  await accepted(signed(key, chain, { 71: message({ 1: alert, 2: guild, 5: 'The cellar is wet' }) }));
  assert.ok(skills.length > 0);
  return { round: round.toString('hex'), task: task.toString('hex'), alert: alert.toString('hex'), device: device.toString('hex') };
}

test('a round is shared out by the node, with a file that anybody can check', async () => {
  const { round, task, alert, device } = await livedRound();
  let answer = await read(`/rounds/${round}`);
  await until('it is shared out', async () => {
    answer = await read(`/rounds/${round}`);
    return answer.clearing !== null;
  });
  assert.equal(answer.clearing.places, 1);
  assert.equal(answer.clearing.optimal, true);
  assert.deepEqual(answer.shortages[0].tasks, [task]);
  assert.equal(answer.shortages[0].places_needed - answer.shortages[0].places_covered, 2);
  assert.equal((await read(`/tasks/${task}`)).invited.length, 1);
  assert.ok((await read('/rounds')).rounds.some(({ id }) => id === round));
  assert.equal((await read('/alerts')).alerts[0].id, alert);
  assert.ok((await read('/devices')).devices.some(({ key }) => key === device));

  const folder = await scratchFolder('clearing');
  const file = path(folder.path, 'clearing.json');
  const published = await ask(demo.origin, `/rounds/${round}/clearing`);
  await writeFile(file, JSON.stringify(published.json));
  assert.equal((await commune('clearing', 'check', file)).code, 0);
  published.json.places = [];
  await writeFile(file, JSON.stringify(published.json));
  assert.equal((await commune('clearing', 'check', file)).code, 1, 'a place was taken out');
  await folder.remove();
});

/** What a device that stands for a neighbour may read, with a fresh signature. */
async function readAsDevice(key) {
  const time = Math.floor(Date.now() / 1000);
  const stamp = Buffer.alloc(8);
  stamp.writeBigInt64BE(BigInt(time));
  const signature = key.signLabelled('commune/device/v1', chain, stamp).toString('hex');
  const proof = { device: key.publicKey.toString('hex'), time, signature };
  assert.deepEqual(schemas.check(proof, { $ref: '#/components/schemas/DeviceProof' }), []);
  const headers = { 'content-type': 'application/json' };
  const answer = await ask(demo.origin, '/device/calls', { method: 'POST', headers, body: JSON.stringify(proof) });
  assert.equal(answer.status, 200);
  return answer.json.calls;
}

test('a neighbour brings a call and counts who comes; a messenger takes one out', async () => {
  const { people } = await read('/demo/people');
  const { guilds } = await read('/guilds');
  const [{ id: guild, stewards }] = guilds;
  const steward = memberKey(demoRoot(people.find(({ member }) => member === stewards[0].member).slug));
  const [mill, hill] = [keyFrom(randomBytes(32)), keyFrom(randomBytes(32))];
  await accepted(putDevice(steward, chain, mill.publicKey, { name: 'Mill', guild, trusted: true, role: 'neighbour' }));
  await accepted(putDevice(steward, chain, hill.publicKey, { name: 'Hill', guild, role: 'messenger' }));
  const now = Math.floor(Date.now() / 1000);
  const [theirs, ours] = [randomBytes(16), randomBytes(16)];
  const relay = message({ 1: theirs, 2: 'Mend the dam', 3: now, 4: now + 3600, 5: 2 });
  await accepted(signed(mill, chain, { 74: relay }, DEVICE));
  const draft = message({ 1: guild, 3: 'Find the goats', 8: now, 9: now + 3600, 12: 3, 13: 4, 18: 3, 19: 2 });
  await accepted(signed(steward, chain, { 30: message({ 1: ours, 2: draft }) }));
  await accepted(signed(hill, chain, { 76: message({ 1: ours, 2: 1 }) }, DEVICE));

  assert.deepEqual(await readAsDevice(mill), [{ id: theirs.toString('hex'), status: 'confirmed', people: 2, coming: 0 }]);
  const out = await readAsDevice(hill);
  assert.ok(!out.some(({ id }) => id === theirs.toString('hex')), 'what a neighbour brought goes no further');
  assert.equal(out.find(({ id }) => id === ours.toString('hex')).visitors, 1);
  assert.equal((await read(`/tasks/${theirs.toString('hex')}`)).neighbour, 'Mill');
  assert.deepEqual((await read(`/tasks/${ours.toString('hex')}`)).visitors, [{ name: 'Hill', people: 1 }]);
});

test('pages follow each other without a gap', async () => {
  const whole = (await read('/tasks?limit=300')).tasks.map(({ id }) => id);
  const pieces = [];
  let after = '';
  while (pieces.length < whole.length) {
    const page = await read(`/tasks?limit=70${after && `&after=${after}`}`);
    pieces.push(...page.tasks.map(({ id }) => id));
    if (!page.next) break;
    after = page.next;
  }
  assert.deepEqual(pieces.slice(0, whole.length), whole);
});

test('an unchanged answer is not sent twice', async () => {
  const first = await ask(demo.origin, '/catalogue');
  const again = await ask(demo.origin, '/catalogue', { headers: { 'if-none-match': first.headers.get('etag') } });
  assert.equal(again.status, 304);
});

test('errors have the one shape', async () => {
  const wrong = [
    ['/tasks?limit=0', 400], ['/tasks?nonsense=1', 400], [`/tasks/${'f'.repeat(32)}`, 404], ['/progress?period=day', 400],
    ['/ics/guild/moon.ics', 404], ['/invitations/x', 400], ['/stream?since=x', 400],
  ];
  for (const [target, status] of wrong) assert.equal((await ask(demo.origin, target)).status, status, target);
  assert.equal((await post(Buffer.from('rubbish'))).status, 400);
  const stranger = memberKey(randomBytes(32));
  const refused = await post(signed(stranger, chain, { 12: message({ 1: catalogue.guilds[0].id }) }));
  assert.equal(refused.json.error.code, 'unknown_signer');
  assert.equal(refused.status, 403);
});

test('the stream tells of blocks and of gaps', async () => {
  const { height } = await read('/health');
  const stop = new AbortController();
  const answer = await fetch(`${demo.origin}/api/v1/stream?since=${height}`, { signal: stop.signal });
  asked.add('get /stream');
  await livedTask();
  let text = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (/event: block\n/.test(text) && text.endsWith('\n\n')) break;
  }
  stop.abort();
  const block = JSON.parse(text.match(/event: block\nid: \d+\ndata: (.*)\n/)[1]);
  assert.deepEqual(schemas.check(block, { $ref: '#/components/schemas/Block' }), []);
  assert.equal(block.tasks.length, 1);
  const gap = await fetch(`${demo.origin}/api/v1/stream?since=${height + 1_000_000}`, { signal: AbortSignal.timeout(30_000) });
  let lost = '';
  for await (const chunk of gap.body.pipeThrough(new TextDecoderStream())) {
    lost += chunk;
    if (lost.includes('event: reset')) break;
  }
  const reset = JSON.parse(lost.match(/event: reset\nid: \d+\ndata: (.*)\n/)[1]);
  assert.deepEqual(schemas.check(reset, { $ref: '#/components/schemas/Reset' }), []);
});

test('what a device keeps here is given back, and replaced only by something newer of the same key', async () => {
  const key = keyFrom(randomBytes(32));
  const target = `/vault/${key.publicKey.toString('hex')}`;
  const blob = (version, sealed, signer = key) => {
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(BigInt(version));
    const digest = createHash('sha256').update(sealed).digest();
    return message({ 1: version, 2: sealed, 3: signer.signLabelled('commune/vault/v1', chain, stamp, digest) });
  };
  const put = (body, type = 'application/x-protobuf') =>
    ask(demo.origin, target, { method: 'PUT', headers: { 'content-type': type }, body });
  assert.equal((await ask(demo.origin, target)).json.error.code, 'not_found');
  const first = blob(1, randomBytes(200_000));
  assert.equal((await put(first)).json.version, 1);
  const kept = await fetch(`${demo.origin}/api/v1${target}`);
  assert.deepEqual(Buffer.from(await kept.arrayBuffer()), first);
  assert.equal((await ask(demo.origin, target)).status, 200);
  assert.equal((await put(first)).status, 409);
  assert.equal((await put(blob(2, randomBytes(100), keyFrom(randomBytes(32))))).json.error.code, 'forged');
  assert.equal((await put(blob(2, randomBytes(262_145)))).status, 413);
  assert.equal((await put(randomBytes(50))).status, 400);
  assert.equal((await put(first, 'text/plain')).status, 415);
  assert.equal((await put(blob(7, Buffer.alloc(0)))).json.version, 7);
});

test('a browser is kept to be woken, replaced, tried out and forgotten, and only where the internet is', async () => {
  const { key } = await read('/push/key');
  assert.equal(Buffer.from(key, 'base64url').length, 65);
  const send = (method, target, body) =>
    ask(demo.origin, target, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  const browser = (endpoint, more = {}) => {
    const point = createECDH('prime256v1').generateKeys('base64url');
    return { endpoint, keys: { p256dh: point, auth: randomBytes(16).toString('base64url') }, ...more };
  };
  const id = (endpoint) => createHash('sha256').update(endpoint).digest('hex');
  const first = browser('https://push.invalid/one');
  assert.equal((await send('POST', '/push/subscriptions', first)).json.id, id(first.endpoint));
  const second = browser('https://push.invalid/two', { replaces: id(first.endpoint) });
  assert.deepEqual(schemas.check(second, { $ref: '#/components/schemas/PushSubscription' }), []);
  assert.equal((await send('POST', '/push/subscriptions', second)).status, 200);
  assert.equal((await send('POST', '/push/subscriptions', second)).status, 404, 'the first is gone');
  const path_to = `/push/subscriptions/${id(second.endpoint)}`;
  assert.deepEqual((await send('POST', `${path_to}/test`)).json, { sent: true });
  assert.deepEqual((await send('DELETE', path_to)).json, { removed: true });
  assert.deepEqual((await send('DELETE', path_to)).json, { removed: false });
  assert.equal((await send('POST', `${path_to}/test`)).status, 404);
  for (const endpoint of ['http://push.example/x', 'https://127.0.0.1/x', 'https://192.168.1.9/x', 'https://localhost/x', 'https://[::1]/x']) {
    assert.equal((await send('POST', '/push/subscriptions', browser(endpoint))).status, 422, endpoint);
  }
  const wrong = [{}, [], browser('x'), { endpoint: first.endpoint }, { ...first, keys: {} }, { ...first, keys: { ...first.keys, auth: 'AA' } }, { ...first, replaces: 7 }];
  for (const body of wrong) assert.equal((await send('POST', '/push/subscriptions', body)).status, 400, JSON.stringify(body));
  assert.equal((await send('DELETE', '/push/subscriptions/7')).status, 400);
});

test('a round of learning takes sealed contributions from nobody in particular, and gives a model', async () => {
  const folder = await scratchFolder('api-learning');
  const directory = path(folder.path, 'data');
  assert.equal((await commune('init', directory, '--from', riverbend)).code, 0);
  const learning = await serveLearning(directory, folder.path, { seconds: 15, devicesMin: 2 });
  const { origin } = learning.node;
  try {
    assert.deepEqual(await read('/learning'), { on: false, round: null, last: null, model: null });
    const round = await learning.openRound();
    assert.equal((await ask(origin, '/learning')).json.round.id, round.id);
    assert.equal((await ask(origin, '/learning/model')).status, 404, 'nothing was learnt yet');
    const put = (one, { id = one.id, to = round.id, type = 'application/octet-stream', at = origin } = {}) =>
      ask(at, `/learning/rounds/${to}/contributions/${id}`, { method: 'PUT', headers: { 'content-type': type }, body: one.sealed });
    const [first, second] = [zeroContribution(round), zeroContribution(round)];
    assert.equal((await put(first)).status, 200);
    assert.deepEqual((await put(first)).json, { kept: true }, 'the same again changes nothing');
    assert.equal((await put({ ...second, id: first.id })).json.error.code, 'invalid');
    assert.equal((await put({ ...first, sealed: first.sealed.map((byte, i) => (i + 1 === first.sealed.length ? byte ^ 1 : byte)) })).status, 409);
    assert.equal((await put({ ...second, sealed: second.sealed.subarray(1) })).status, 422);
    assert.equal((await put({ ...second, sealed: second.sealed.map((byte) => byte ^ 1) })).status, 403);
    assert.equal((await put(second, { to: 'a'.repeat(64) })).status, 404);
    assert.equal((await put(second, { id: 'x' })).status, 400);
    assert.equal((await put(second, { type: 'text/plain' })).status, 415);
    assert.equal((await put(second, { at: demo.origin })).status, 404, 'that commune does not learn');
    assert.equal((await put(second)).status, 200);
    const last = await learning.ended(round.number);
    assert.deepEqual(last, { number: round.number, end: 'learnt', contributions: 2 });
    const model = await ask(origin, '/learning/model');
    assert.ok(model.text.startsWith('CMMODEL2'));
    const again = await ask(origin, '/learning/model', { headers: { 'if-none-match': model.headers.get('etag') } });
    assert.equal(again.status, 304);
    const { model: digest } = (await ask(origin, '/learning')).json;
    assert.equal(digest.length, 64);

    const next = await learning.openRound();
    assert.ok(next.number > round.number);
    assert.equal((await put(second)).status, 404, 'of a round that is over');
    assert.equal((await put(zeroContribution(next), { to: next.id })).status, 200);
    assert.deepEqual(await learning.ended(next.number), { number: next.number, end: 'too_few', contributions: 0 });
    assert.equal((await ask(origin, '/learning')).json.model, digest, 'nothing came out of one device');
  } finally {
    await learning.stop();
    await folder.remove();
  }
});

test('a real commune is read with a session, and its invitations can be asked for', async () => {
  const folder = await scratchFolder('api');
  const directory = path(folder.path, 'data');
  const made = await commune('init', directory, '--name', 'Hillside', '--zone', 'Europe/Lisbon');
  assert.equal(made.code, 0, made.stderr);
  const node = await serve(directory);
  try {
    const link = made.stdout.match(/http:\/\/\S+\/join#[\w-]{43}/)[0];
    const ownChain = Buffer.from((await ask(node.origin, '/commune')).json.chain, 'hex');
    const key = memberKey(randomBytes(32));
    const closed = Object.entries(description.paths).filter(([, { get }]) => get && !get.security);
    for (const [pattern] of closed) {
      const target = pattern.replace('{id}', 'a'.repeat(32)).replace('{key}', 'a'.repeat(64)).replace('{file}', 'x.ics');
      assert.equal((await ask(node.origin, target)).status, 401, target);
    }
    assert.equal((await ask(node.origin, '/push/key')).json.key, null, 'it was not set up to wake phones');
    const asked_to = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    assert.equal((await ask(node.origin, '/push/subscriptions', asked_to)).status, 503);
    const door = keyFrom(Buffer.from(link.split('#')[1], 'base64url')).publicKey.toString('hex');
    assert.deepEqual((await ask(node.origin, `/invitations/${door}`)).json.valid, true);
    assert.equal((await post(join(key, ownChain, link, 'Ines'), node.origin)).status, 200);
    const time = Math.floor(Date.now() / 1000);
    const stamp = Buffer.alloc(8);
    stamp.writeBigInt64BE(BigInt(time));
    const proof = { member: memberId(key.publicKey).toString('hex'), time, signature: key.signLabelled('commune/session/v1', ownChain, stamp).toString('hex') };
    assert.deepEqual(schemas.check(proof, { $ref: '#/components/schemas/SessionProof' }), []);
    const headers = { 'content-type': 'application/json' };
    const session = await ask(node.origin, '/session', { method: 'POST', headers, body: JSON.stringify(proof) });
    assert.equal(session.status, 200);
    const [cookie, ...attributes] = session.headers.get('set-cookie').split('; ');
    assert.ok(attributes.includes('HttpOnly') && attributes.includes('SameSite=Strict'));
    assert.equal((await ask(node.origin, '/members', { headers: { cookie } })).json.members[0].name, 'Ines');
  } finally {
    await node.stop();
    await folder.remove();
  }
});

test('no figure stands beside a name', async () => {
  const figures = (value) => typeof value === 'number' || (value && typeof value === 'object' && Object.values(value).some(figures));
  const { members } = await read('/members');
  assert.ok(members.length > 50);
  for (const member of members) assert.ok(!figures(member), JSON.stringify(member));
  const { people } = await read('/demo/people');
  for (const person of people) assert.ok(!figures(person), JSON.stringify(person));
});

test('every path was asked and every field that is described was seen', () => {
  const paths = Object.entries(description.paths).flatMap(([pattern, item]) => Object.keys(item).map((method) => `${method} ${pattern}`));
  assert.deepEqual(paths.filter((one) => !asked.has(one)), []);
  const unseen = schemas.described(new Set()).filter((name) => !schemas.seen.has(name));
  assert.deepEqual(unseen, []);
});
