// One request to the node: base address, ETags, one sign-in when a session is wanted, and errors as
// ApiError. It knows no route.
import type { Bytes } from '../bytes';
import { ApiError, errorFrom } from './errors';

export interface TransportOptions {
  origin: string; // "" in the browser: the page's own
  fetch?: typeof fetch;
  /** Opens a session; false: nobody is here who could. */
  signIn?: () => Promise<boolean>;
}

interface Kept {
  etag: string;
  body: unknown;
}

const keptMax = 64;
const timeoutMs = 20_000;

export class Transport {
  private readonly kept = new Map<string, Kept>();
  private readonly fetch: typeof fetch;
  private signingIn: Promise<boolean> | null = null;
  private signedIn = false;
  private sessions = 0; // opened since the start
  private person = 0; // counts who used this device since the start
  signIn: (() => Promise<boolean>) | null;

  constructor(private readonly options: TransportOptions) {
    this.fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    this.signIn = options.signIn ?? null;
  }

  url(path: string): string {
    return `${this.options.origin}/api/v1${path}`;
  }

  async get<T>(path: string): Promise<T> {
    const kept = this.kept.get(path);
    const headers: Record<string, string> = kept ? { 'If-None-Match': kept.etag } : {};
    const response = await this.send(path, { headers, signal: AbortSignal.timeout(timeoutMs) });
    if (response.status === 304 && kept) return kept.body as T;
    const body = await readJson<T>(response);
    const etag = response.headers.get('ETag');
    if (etag) this.keep(path, { etag, body });
    return body;
  }

  /** For what only members read, also on a demo: opens a session first rather than be asked for one. */
  async getAsMember<T>(path: string): Promise<T> {
    await this.haveSession();
    return this.get<T>(path);
  }

  async post<T>(path: string, body: BodyInit, type: string): Promise<T> {
    const headers = { 'Content-Type': type };
    const signal = AbortSignal.timeout(timeoutMs);
    return readJson<T>(await this.send(path, { method: 'POST', headers, body, signal }));
  }

  async put<T>(path: string, body: BodyInit, type: string): Promise<T> {
    const headers = { 'Content-Type': type };
    const signal = AbortSignal.timeout(timeoutMs);
    return readJson<T>(await this.send(path, { method: 'PUT', headers, body, signal }));
  }

  async remove<T>(path: string): Promise<T> {
    const signal = AbortSignal.timeout(timeoutMs);
    return readJson<T>(await this.send(path, { method: 'DELETE', signal }));
  }

  /** As nobody: without the session, and so that nothing else of the page goes along. */
  async putAsNobody<T>(path: string, body: BodyInit, type: string): Promise<T> {
    const headers = { 'Content-Type': type };
    const signal = AbortSignal.timeout(timeoutMs);
    const init = { method: 'PUT', headers, body, signal, referrerPolicy: 'no-referrer' } as const;
    return readJson<T>(await refuse(await this.once(path, { ...init, credentials: 'omit' })));
  }

  async getBytes(path: string): Promise<Bytes> {
    const headers = { Accept: 'application/x-protobuf' };
    const response = await this.send(path, { headers, signal: AbortSignal.timeout(timeoutMs) });
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw new ApiError('offline', String(error), 0);
    }
  }

  /** Sends, and once more after signing in where the node asks for a session. */
  async send(path: string, init: RequestInit): Promise<Response> {
    const { sessions } = this;
    const first = await this.once(path, init);
    if (first.status !== 401 || path === '/session') return refuse(first);
    // Another request may have opened one while this one was on its way.
    const open = this.sessions !== sessions || (await this.openSession());
    return open ? refuse(await this.once(path, init)) : refuse(first);
  }

  forgetKept(): void {
    this.kept.clear();
  }

  /** Somebody else uses this device: neither the session nor an answer to another person is theirs. */
  forgetSession(): void {
    this.person += 1;
    this.signedIn = false;
    this.signingIn = null;
    this.forgetKept();
  }

  /** Opens a session unless there is one. False: nobody is here who could, or the node says no. */
  async haveSession(): Promise<boolean> {
    return this.signedIn || this.openSession();
  }

  /** One at a time, however many ask. False: nobody is here who could, or the node says no. */
  openSession(): Promise<boolean> {
    this.signingIn ??= this.trySignIn(this.person);
    return this.signingIn;
  }

  private async trySignIn(person: number): Promise<boolean> {
    try {
      const done = (await this.signIn?.()) ?? false;
      if (person === this.person) this.signedIn = done;
      if (done) this.sessions += 1;
      return done;
    } finally {
      if (person === this.person) this.signingIn = null;
    }
  }

  private async once(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.fetch(this.url(path), {
        credentials: 'same-origin',
        cache: 'no-store',
        ...init,
      });
    } catch (error) {
      throw new ApiError('offline', String(error), 0);
    }
  }

  private keep(path: string, kept: Kept): void {
    this.kept.delete(path);
    this.kept.set(path, kept);
    const oldest = this.kept.keys().next();
    if (this.kept.size > keptMax && !oldest.done) this.kept.delete(oldest.value);
  }
}

async function refuse(response: Response): Promise<Response> {
  if (response.ok || response.status === 304) return response;
  throw await errorFrom(response);
}

async function readJson<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw new ApiError('unreadable', String(error), response.status);
  }
}
