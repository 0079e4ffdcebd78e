// A node that learns from contributions and its helper, two processes of the real program, for tests of
// this folder.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LearningView } from '../api-types';
import { freePort, program, root } from './real-node';

export interface Terms {
  readonly round_seconds: number;
  readonly devices_min: number;
  readonly norm_squared_max: number;
  readonly noise_variance: number;
}

export interface RealLearning {
  readonly origin: string;
  look(): Promise<LearningView>;
  killHelper(): Promise<void>; // at once, as a power cut does
  startHelper(): Promise<void>;
  stop(): Promise<void>;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const seen = await look().catch(() => undefined);
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never came: ${what}`);
}

async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

export async function startRealLearning(terms: Terms): Promise<RealLearning> {
  const folder = mkdtempSync(join(tmpdir(), 'commune-learning-'));
  const [data, file, helperFolder] = ['data', 'learn.json', 'helper'].map((name) =>
    join(folder, name),
  );
  execFileSync(program, ['init', data!, '--from', join(root, 'communes/riverbend')], {
    stdio: 'ignore',
  });
  const key = execFileSync(program, ['helper', 'new', helperFolder!], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
  const [port, helperPort] = [await freePort(), await freePort()];
  const helpers = [{ name: 'Meadow', key, url: `http://127.0.0.1:${helperPort}` }];
  writeFileSync(file!, JSON.stringify({ name: 'This commune', ...terms, helpers }));
  const origin = `http://127.0.0.1:${port}`;
  const node = spawn(program, ['serve', data!, '--port', String(port), '--learn', file!], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  node.stdout.on('data', (text) => (said += String(text)));
  const nodeKey = await until(
    'the node',
    async () => /learning key ([0-9a-f]{64})/.exec(said)?.[1],
  );
  let helper: ChildProcess | null = null;
  const startHelper = async (): Promise<void> => {
    const words = ['--for', nodeKey, '--http', `127.0.0.1:${helperPort}`];
    const least = ['--devices-min', String(terms.devices_min)];
    helper = spawn(program, ['helper', 'serve', helperFolder!, ...words, ...least], {
      stdio: 'ignore',
    });
    await until('the helper', async () => fetch(`http://127.0.0.1:${helperPort}/`));
  };
  await startHelper();
  const look = async (): Promise<LearningView> =>
    (await (await fetch(`${origin}/api/v1/learning`)).json()) as LearningView;
  await until('a round', async () => (await look()).round ?? undefined);
  return {
    origin,
    look,
    killHelper: () => end(helper, 'SIGKILL'),
    startHelper,
    stop: async () => {
      await Promise.all([end(node, 'SIGTERM'), end(helper, 'SIGTERM')]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
