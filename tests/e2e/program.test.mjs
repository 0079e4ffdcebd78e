// The program from a shell: imports, verification, backups, and what it says when something is wrong.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { commune, freePort, riverbend, root, scratchFolder, serve } from '../support/node.mjs';

const emf = join(root, '../shared/data/emf-2022/Shift.json');
// Changes one byte of block 42 behind the program's back.
const changeByte = `
import sqlite3, sys
log = sqlite3.connect(sys.argv[1])
block = bytearray(log.execute("SELECT bytes FROM blocks WHERE height = 42").fetchone()[0])
block[-20] ^= 1
log.execute("UPDATE blocks SET bytes = ? WHERE height = 42", (bytes(block),))
log.commit()
`;

let folder;
let directory;
before(async () => {
  folder = await scratchFolder('program');
  directory = join(folder.path, 'data');
  const made = await commune('init', directory, '--from', riverbend);
  assert.equal(made.code, 0, made.stderr);
});
after(() => folder?.remove());

const json = async (...words) => {
  const done = await commune(...words);
  assert.equal(done.code, 0, done.stderr);
  return JSON.parse(done.stdout);
};

test('the 591 shifts of a real camp are imported once, however often', { skip: existsSync(emf) ? false : 'no ../shared/data' }, async () => {
  const first = await json('import', 'emf', emf, directory, '--json');
  assert.equal(first.tasks, 591);
  assert.equal(first.places_min, 740);
  const before_second = await json('verify', directory, '--json');
  const second = await commune('import', 'emf', emf, directory, '--json');
  assert.equal(second.code, 0, second.stderr);
  const after_second = await json('verify', directory, '--json');
  assert.equal(after_second.digest, before_second.digest, 'the second import changed nothing');
  const node = await serve(directory);
  try {
    const found = await (await fetch(`${node.origin}/api/v1/tasks?from=2022-05-01T00:00:00Z&to=2022-07-01T00:00:00Z&limit=1000`)).json();
    assert.equal(found.tasks.filter((task) => task.start?.startsWith('2022')).length, 591);
  } finally {
    await node.stop();
  }
});

test('verify finds a changed byte and says where', async () => {
  const good = await json('verify', directory, '--json');
  assert.ok(good.height > 100);
  assert.match(good.digest, /^[0-9a-f]{64}$/);
  const copy = join(folder.path, 'tampered.backup');
  const tampered = join(folder.path, 'tampered');
  for (const words of [['backup', directory, copy], ['restore', copy, tampered]]) {
    const done = await commune(...words);
    assert.equal(done.code, 0, done.stderr);
  }
  await promisify(execFile)('python3', ['-c', changeByte, join(tampered, 'commune.db')]);
  const bad = await commune('verify', tampered);
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /block 42/);
});

test('a backup taken while it runs is restored to the same state', async () => {
  const node = await serve(directory);
  const file = join(folder.path, 'running.backup');
  const made = await commune('backup', directory, file);
  await node.stop();
  assert.equal(made.code, 0, made.stderr);
  const restored = join(folder.path, 'restored');
  assert.equal((await commune('restore', file, restored)).code, 0);
  const [one, two] = [await json('verify', directory, '--json'), await json('verify', restored, '--json')];
  assert.equal(one.digest, two.digest);
});

test('an export is in open formats', async () => {
  const out = join(folder.path, 'export');
  const done = await commune('export', directory, out);
  assert.equal(done.code, 0, done.stderr);
  const names = await readdir(out, { recursive: true });
  assert.ok(names.some((name) => name.endsWith('.jsonl')), names.join(' '));
  assert.ok(names.some((name) => name.endsWith('.ics')), names.join(' '));
  for (const name of names.filter((each) => each.endsWith('.jsonl'))) {
    for (const line of (await readFile(join(out, name), 'utf8')).split('\n').filter(Boolean)) JSON.parse(line);
  }
});

test('a broken sheet names file, line and mistake, and imports nothing', async () => {
  const file = join(folder.path, 'broken.csv');
  await writeFile(file, 'title,guild,start,end,people_min,people_max\nDig,garden,2027-01-05T10:00,2027-01-05T09:00,1,2\n');
  const state = await json('verify', directory, '--json');
  const done = await commune('import', 'csv', file, directory);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /broken\.csv:2/);
  assert.equal((await json('verify', directory, '--json')).digest, state.digest);
});

test('a broken commune folder names file and line', async () => {
  const broken = join(folder.path, 'broken');
  await mkdir(broken);
  for (const name of await readdir(riverbend)) await writeFile(join(broken, name), await readFile(join(riverbend, name)));
  await appendFile(join(broken, 'guilds.yaml'), '  - {id: Kitchen!, name: "", sector: nowhere, about: "x", colour: red}\n');
  const done = await commune('init', join(folder.path, 'never'), '--from', broken);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /guilds\.yaml:\d+/);
  assert.match(done.stderr, /colour/);
  assert.equal(existsSync(join(folder.path, 'never/VERSION')), false);
});

test('a port in use, a directory in use and a folder that is no commune are each said plainly', async () => {
  const port = await freePort();
  const taken = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const busy = await commune('serve', directory, '--http', `127.0.0.1:${port}`);
  taken.close();
  assert.equal(busy.code, 1);
  assert.match(busy.stderr, /in_use/);
  assert.match(busy.stderr, new RegExp(`${port}`));

  const node = await serve(directory);
  const twice = await commune('serve', directory, '--http', `127.0.0.1:${await freePort()}`);
  await node.stop();
  assert.equal(twice.code, 1);
  assert.match(twice.stderr, /in_use/);

  const nowhere = await commune('serve', folder.path, '--http', `127.0.0.1:${port}`);
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.stderr, /not_found/);

  const open = await commune('serve', directory, '--http', '0.0.0.0:8443');
  assert.equal(open.code, 1, 'plain HTTP stays on this machine');
  const twice_founded = await commune('init', directory, '--from', riverbend);
  assert.equal(twice_founded.code, 1);
  assert.match(twice_founded.stderr, /conflict/);
});

test('help lists what the program can do', async () => {
  const said = await commune('help');
  assert.equal(said.code, 0);
  for (const word of ['init', 'serve', 'import', 'export', 'backup', 'restore', 'verify']) {
    assert.match(said.stdout, new RegExp(`^  ${word} `, 'm'));
  }
});
