// A commune of 10,000 members, 100,000 tasks and a million commands: how soon it serves after a start
// from its snapshot, how much memory it takes, and how long board queries wait at 500 a second.
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root, serve } from '../tests/support/node.mjs';
import { load } from './support.mjs';

const print = (name, value) => console.log(JSON.stringify({ key: `large/${name}`, value }));
const directory = join(root, 'build/bench-data/large');
const people = process.env.COMMUNE_LARGE_PEOPLE ?? '10000';
const tasks = process.env.COMMUNE_LARGE_TASKS ?? '100000';

await rm(directory, { recursive: true, force: true });
process.stdout.write(await load('found', directory, '--people', people, '--tasks', tasks, '--prefix', 'large'));

const [name] = await readdir(join(directory, 'snapshots'));
const begin = performance.now();
const snapshot = await readFile(join(directory, 'snapshots', name));
print('read_snapshot_s', (performance.now() - begin) / 1000);
print('snapshot_mib', snapshot.length / 2 ** 20);

const started = performance.now();
const node = await serve(directory);
print('start_s', (performance.now() - started) / 1000);
try {
  process.stdout.write(
    await load('query', '--port', String(node.port), '--people', people, '--rate', '500', '--clients', '32', '--seconds', '10', '--prefix', 'large'),
  );
  const status = await readFile(`/proc/${node.child.pid}/status`, 'utf8');
  print('memory_mib', Number(status.match(/VmHWM:\s+(\d+) kB/)[1]) / 1024);
} finally {
  await node.stop();
  await rm(directory, { recursive: true, force: true });
}
