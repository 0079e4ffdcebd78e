// Durable commands over HTTP: the real program, 64 clients that each post, wait for the answer and post
// again. Every 200 means that the command was on the disk. The data lie on the disk of build/, because
// /tmp may be memory.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root, serve } from '../tests/support/node.mjs';
import { load } from './support.mjs';

const directory = join(root, 'build/bench-data/http');
await rm(directory, { recursive: true, force: true });
await load('found', directory, '--people', '64');
const node = await serve(directory);
try {
  process.stdout.write(await load('post', '--port', String(node.port), '--clients', '64', '--people', '64', '--seconds', '10'));
} finally {
  await node.stop();
  await rm(directory, { recursive: true, force: true });
}
