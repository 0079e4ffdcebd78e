// A disk that fills up under the real program: each refused command is told why, reading goes on,
// writing goes on when there is space again, and nothing acknowledged is lost.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { after, test } from 'node:test';
import { commune, scratchFolder, serve } from '../support/node.mjs';
import { foundGuild, join, memberKey, openSession, postTask } from '../support/signing.mjs';

const folder = await scratchFolder('full');
const disk = path(folder.path, 'disk');
const mounted = (() => {
  try {
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
after(async () => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  await folder.remove();
});

test('a full disk refuses writing, keeps reading, and loses nothing', { skip: mounted ? false : 'mounting a small disk takes root' }, async () => {
  const directory = path(disk, 'data');
  const made = await commune('init', directory, '--name', 'Small', '--zone', 'Europe/Berlin');
  assert.equal(made.code, 0, made.stderr);
  const link = made.stdout.match(/http:\/\/\S+\/join#[\w-]{43}/)[0];
  const key = memberKey(randomBytes(32));
  const node = await serve(directory);
  const { origin } = node;
  const chain = Buffer.from((await (await fetch(`${origin}/api/v1/commune`)).json()).chain, 'hex');
  const send = async (body) => {
    const answer = await fetch(`${origin}/api/v1/commands`, { method: 'POST', headers: { 'content-type': 'application/x-protobuf' }, body });
    return { status: answer.status, ...(await answer.json()) };
  };
  assert.equal((await send(join(key, chain, link, 'Tester'))).status, 200);
  assert.equal((await send(foundGuild(key, chain, 'testers', 'food'))).status, 200);
  const cookie = await openSession(origin, key, chain);

  // All but a few kilobytes.
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(path(disk, 'ballast'), Buffer.alloc(bavail * bsize - 200_000));
  const acknowledged = [];
  let refused;
  while (!refused) {
    const id = randomBytes(16).toString('hex');
    const answer = await send(postTask(key, chain, 'testers', Buffer.from(id, 'hex'), `Task ${acknowledged.length}`));
    if (answer.status === 200) acknowledged.push(id);
    else refused = answer;
    assert.ok(acknowledged.length < 10_000, 'the disk does not fill');
  }
  assert.equal(refused.error.code, 'storage_full', JSON.stringify(refused));
  assert.ok(refused.status >= 500);
  const board = await fetch(`${origin}/api/v1/tasks?limit=5000`, { headers: { cookie } });
  assert.equal(board.status, 200);
  assert.equal((await board.json()).total, acknowledged.length);

  rmSync(path(disk, 'ballast'));
  const id = randomBytes(16).toString('hex');
  const later = await send(postTask(key, chain, 'testers', Buffer.from(id, 'hex'), 'Later'));
  assert.equal(later.status, 200, JSON.stringify(later));
  acknowledged.push(id);
  await node.stop('SIGKILL');

  const again = await serve(directory);
  const found = await (await fetch(`${again.origin}/api/v1/tasks?limit=5000`, { headers: { cookie } })).json();
  await again.stop();
  assert.deepEqual(found.tasks.map((task) => task.id).sort(), acknowledged.sort());
  const verified = await commune('verify', directory, '--json');
  assert.equal(verified.code, 0, verified.stderr);
});
