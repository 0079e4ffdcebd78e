import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommuneServer } from '../testing/commune-server';
import { makeTask } from '../testing/fixtures';
import { allTasks, Api } from './client';
import { ApiError, isOffline } from './errors';
import { Transport } from './transport';

let server: CommuneServer;
let api: Api;

beforeEach(async () => {
  server = new CommuneServer();
  api = new Api(new Transport({ origin: await server.start() }));
});

afterEach(() => server.stop());

describe('requests', () => {
  it('take the kept answer where nothing has changed', async () => {
    const first = await api.catalogue();
    expect(await api.catalogue()).toBe(first);
    server.height += 1;
    expect(await api.catalogue()).not.toBe(first);
  });

  it('reject with the code that the node gave', async () => {
    const refused = await api.task('00'.repeat(16) as never).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      name: 'ApiError',
      code: 'not_found',
      status: 404,
      words: { key: 'error.not_found' },
    });
  });

  it('say that nobody answers', async () => {
    await server.stop();
    const failed = await api.commune().catch((error: unknown) => error as ApiError);
    expect(isOffline(failed)).toBe(true);
    server = new CommuneServer();
    await server.start();
  });

  it('sign in once for many that need it, and give up where nobody can', async () => {
    server.demo = false;
    await expect(api.catalogue()).rejects.toMatchObject({ status: 401 });
    let asked = 0;
    api.transport.signIn = async () => {
      asked += 1;
      await api.openSession({ member: '' as never, time: 0, signature: '' });
      return true;
    };
    await Promise.all([api.catalogue(), api.members(), api.tasks()]);
    expect(asked).toBe(1);
  });

  it('take a session that was opened while they were on their way', async () => {
    let open = false;
    let asked = 0;
    let refuseLate: (() => void) | undefined;
    const answer = (status: number) => new Response('{}', { status });
    const transport = new Transport({
      origin: '',
      fetch: async (url) => {
        if (!String(url).endsWith('/slow') || refuseLate) return answer(open ? 200 : 401);
        return new Promise((done) => (refuseLate = () => done(answer(401))));
      },
      signIn: async () => {
        asked += 1;
        open = true;
        return true;
      },
    });
    const slow = transport.get('/slow');
    await transport.get('/quick');
    refuseLate?.();
    await slow;
    expect(asked).toBe(1);
  });

  it('for members alone open the session first, and once', async () => {
    const task = makeTask();
    server.put(task);
    api.transport.signIn = async () => {
      await api.openSession({ member: '' as never, time: 0, signature: '' });
      return true;
    };
    server.demo = false;
    await api.notes(task.id).catch(() => undefined); // this small commune has none to give
    await api.notes(task.id).catch(() => undefined);
    const notes = `GET /tasks/${task.id}/notes`;
    expect(server.requests).toEqual(['POST /session', notes, notes]);
  });

  it('of another person take neither session nor kept answers', async () => {
    await api.catalogue();
    await api.transport.openSession();
    api.transport.forgetSession();
    const before = server.requests.length;
    let asked = 0;
    api.transport.signIn = async () => ++asked > 0;
    await api.notes('00'.repeat(16) as never).catch(() => undefined);
    expect(asked).toBe(1);
    await api.catalogue();
    expect(server.requests.slice(before)).toHaveLength(2);
    expect(server.unchanged).toBe(0);
  });

  it('follow the pages of a long list', async () => {
    for (let count = 0; count < 7; count += 1) server.put(makeTask());
    const page = await allTasks(api, { limit: 3 });
    expect(page.tasks).toHaveLength(7);
    expect(new Set(page.tasks.map(({ id }) => id)).size).toBe(7);
  });
});
