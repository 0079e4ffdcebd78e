// Nothing that the node says, keeps or gives away adds up what one person did. A person of the
// example commune works twice, in different guilds and sectors; then the sum of the two is searched
// for in every answer, every line of the log, the database and the export.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { commune, serveRiverbend } from '../support/node.mjs';
import { keyFrom, memberKey, message, post as postTo, signed } from '../support/signing.mjs';

// Two efforts that nothing else has, and what they come to in minutes and in hours.
const minutes = [613, 709];
const sum = minutes[0] + minutes[1];
const sums = [sum, Math.round((sum * 100) / 60) / 100];

let node;
let person;
before(async () => {
  node = await serveRiverbend();
  person = await workTwice();
});
after(() => node?.stop());

const read = async (target) => (await fetch(`${node.origin}/api/v1${target}`)).json();

const post = (bytes) => postTo(node.origin, bytes);

async function workTwice() {
  const chain = Buffer.from((await read('/commune')).chain, 'hex');
  const { people } = await read('/demo/people');
  const { guilds } = await read('/guilds');
  const first = people[0];
  const root = createHash('sha256').update(`commune/demo/v1\0${first.slug}`).digest();
  const key = memberKey(root);
  const now = Math.floor(Date.now() / 1000);
  const other = guilds.find(({ sector }) => sector !== guilds[0].sector);
  for (const [index, guild] of [guilds[0], other].entries()) {
    if (!first.guilds.includes(guild.id)) await post(signed(key, chain, { 12: message({ 1: guild.id }) }));
    const task = randomBytes(16);
    const draft = message({ 1: guild.id, 3: 'Work to be found again', 8: now + 60, 9: now + 50_000, 12: 1, 13: 3, 18: 1 });
    await post(signed(key, chain, { 30: message({ 1: task, 2: draft }) }));
    const info = Buffer.concat([Buffer.from('participant\0'), task]);
    const place = keyFrom(Buffer.from(hkdfSync('sha256', root, 'commune/v1', info, 32)));
    await post(signed(key, chain, { 50: message({ 1: task, 2: place.publicKey, 4: 1 }) })); // shows the name
    await post(signed(place, chain, { 53: message({ 1: task, 2: minutes[index] }) }, 2));
  }
  return first;
}

/** Every number in a value, however deep, with the way to it. */
function* numbersIn(value, way = '') {
  if (typeof value === 'number') yield [way, value];
  if (value === null || typeof value !== 'object') return;
  for (const [name, part] of Object.entries(value)) yield* numbersIn(part, `${way}/${name}`);
}

function expectNoSum(value, where) {
  for (const [way, number] of numbersIn(value)) {
    assert.ok(!sums.includes(number), `${where}${way} is ${number}, what ${person.name} did in all`);
  }
}

const efforts = (value) => new Set([...numbersIn(value)].map(([, number]) => number).filter((number) => minutes.includes(number)));

test('the search finds a sum where there is one', () => {
  assert.throws(() => expectNoSum({ members: [{ name: person.name, hours: sums[1] }] }, 'made up'));
});

test('no answer of the API', async () => {
  const { tasks } = await read('/tasks?limit=5000&from=2020-01-01T00:00:00Z');
  assert.equal(efforts(tasks).size, 2, 'both efforts are there, each on its own task');
  const { guilds } = await read('/guilds');
  const targets = ['/commune', '/sectors', '/guilds', '/catalogue', '/members', '/demo/people'];
  targets.push(...['week', 'month', 'year'].map((period) => `/progress?period=${period}`));
  targets.push(...tasks.slice(0, 50).map(({ id }) => `/tasks/${id}`));
  for (const target of targets) expectNoSum(await read(target), target);
  expectNoSum(tasks, '/tasks');
  for (const { id } of guilds) {
    const calendar = await (await fetch(`${node.origin}/api/v1/ics/guild/${id}.ics`)).text();
    assert.ok(!calendar.includes(person.name), `${id}.ics names ${person.name}`);
  }
});

/** A line of the log without what its clock and stopwatch say. */
const untimed = (line) => line.replace(/^\[[^\]]*\]/, '').replace(/\b\d+(\.\d+)? m?s\b/g, '');
const whole = (number) => new RegExp(`(?<![\\d.])${String(number).replace('.', '\\.')}(?![\\d.])`);

test('no line of the log', () => {
  const [, hours] = sums;
  assert.match(`in all ${hours} h`, whole(hours));
  assert.doesNotMatch(untimed(`[2026-11-${hours}:03.613] [info] open at block 7 in 0.709 s`), whole(minutes[1]));
  const log = node.log();
  assert.ok(log.length > 0);
  for (const line of log.split('\n')) {
    assert.ok(!line.includes(person.name) && !line.includes(person.member), line);
    for (const number of [...sums, ...minutes]) assert.doesNotMatch(untimed(line), whole(number));
  }
});

test('no column of the database', async () => {
  const look = `
import json, sqlite3, sys
log = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
tables = [name for (name,) in log.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name")]
print(json.dumps({table: [row[1] for row in log.execute(f"PRAGMA table_info({table})")] for table in tables}))
`;
  const { stdout } = await promisify(execFile)('python3', ['-c', look, join(node.directory, 'commune.db')]);
  // The log of blocks and facts about the log; a new table must be thought about here.
  assert.deepEqual(JSON.parse(stdout), { blocks: ['height', 'bytes', 'hash'], meta: ['key', 'value'] });
});

test('no record of the export', async () => {
  const folder = join(node.directory, '..', 'export');
  const done = await commune('export', node.directory, folder);
  assert.equal(done.code, 0, done.stderr);
  const found = new Set();
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith('.jsonl')) {
      const lines = (await readFile(join(folder, name), 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line));
      for (const line of lines) expectNoSum(line, name);
      for (const effort of efforts(lines)) found.add(effort);
    } else if (name.endsWith('.ics')) {
      assert.ok(!(await readFile(join(folder, name), 'utf8')).includes(person.name), `${name} names ${person.name}`);
    }
  }
  assert.equal(found.size, 2, 'both efforts are in the export, each on its own place');
});
