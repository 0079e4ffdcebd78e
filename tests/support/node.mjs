// Starts the real program on a fresh data directory and stops it again. Each test has its own.
import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { home, zoneWhereItIs } from './zones.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = join(root, 'build/commune');
export const riverbend = join(root, 'communes/riverbend');
const run = promisify(execFile);

/** Runs `commune ARGS...`; resolves to { stdout, stderr, code } whatever the exit status. */
export async function commune(...words) {
  try {
    return { ...(await run(program, words, { cwd: root, maxBuffer: 1 << 26 })), code: 0 };
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error(`build ${program} first: ./dev build`);
    return { stdout: error.stdout, stderr: error.stderr, code: error.code };
  }
}

/** A folder of its own, removed by `remove`. */
export async function scratchFolder(name) {
  const path = await mkdtemp(join(tmpdir(), `commune-${name}-`));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A port on 127.0.0.1 that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Serves a data directory, with `more` flags; resolves when it answers. */
export async function serve(directory, { port, more = [] } = {}) {
  port ??= await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(program, ['serve', directory, '--http', `127.0.0.1:${port}`, ...more], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (text) => (log += text));
  child.stderr.on('data', (text) => (log += text));
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const stop = async (signal = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended;
  };
  const give_up_at = Date.now() + 60_000;
  for (;;) {
    try {
      if ((await fetch(`${origin}/api/v1/health`)).ok) break;
    } catch {
      // not listening yet
    }
    if (child.exitCode !== null) throw new Error(`commune serve ended:\n${log}`);
    if (Date.now() > give_up_at) throw new Error(`commune serve does not answer:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { origin, port, child, stop, ended, log: () => log };
}

/**
 * The example commune, founded and served with `more` flags; `stop` removes everything. It lies where it is
 * night, so that no call for tonight's work rings into a test.
 */
export async function serveRiverbend(more = []) {
  const folder = await scratchFolder('riverbend');
  const directory = join(folder.path, 'data');
  const founded = join(folder.path, 'riverbend');
  await cp(riverbend, founded, { recursive: true });
  const about = join(founded, 'commune.yaml');
  const words = await readFile(about, 'utf8');
  home.zone = zoneWhereItIs(1);
  await writeFile(about, words.replace(/^zone: .*$/m, `zone: ${home.zone}`));
  const made = await commune('init', directory, '--from', founded);
  if (made.code !== 0) throw new Error(`commune init: ${made.stderr}`);
  const node = await serve(directory, { more });
  return {
    ...node,
    directory,
    stop: async () => {
      await node.stop();
      await folder.remove();
    },
  };
}
