// Starts the real program on a fresh copy of the example commune, for tests of this folder.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../..', import.meta.url));
export const program = process.env['COMMUNE_PROGRAM'] ?? join(root, 'build/commune');
export const isBuilt = existsSync(program);

export interface RealNode {
  origin: string;
  invitation: string; // the founders', of a real commune
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): void;
}

/** The example commune, or a real one with nobody in it yet. */
export async function startRealNode(kind: 'demo' | 'real'): Promise<RealNode> {
  const folder = mkdtempSync(join(tmpdir(), 'commune-core-'));
  const data = join(folder, 'data');
  const example = ['--from', join(root, 'communes/riverbend')];
  const how = kind === 'demo' ? example : ['--name', 'Hollow', '--zone', 'Europe/Lisbon'];
  const said = execFileSync(program, ['init', data, ...how], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const invitation = /http\S+\/join#[\w-]{43}/.exec(said)?.[0] ?? '';
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = spawn(program, ['serve', data, '--port', String(port)], { stdio: 'ignore' });
    await answers(`${origin}/api/v1/health`);
  };
  const stop = async (): Promise<void> => {
    const running = child;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    await ended;
  };
  await start();
  return {
    origin,
    invitation,
    start,
    stop,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer`);
}

/** What a browser does and Node does not: keeps the session's cookie. */
export function fetchWithCookies(): typeof fetch {
  const jar = new Map<string, string>();
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) headers.set('Cookie', cookies.join('; '));
    const response = await fetch(input, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    return response;
  };
}
