// Runs the load generator (bench/load) and gives what it prints.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../tests/support/node.mjs';

const generator = process.env.COMMUNE_LOAD ?? join(root, 'build/bench/commune_load');

export async function load(...words) {
  const { stdout, stderr } = await promisify(execFile)(generator, words, { maxBuffer: 1 << 26 });
  process.stderr.write(stderr);
  return stdout;
}
