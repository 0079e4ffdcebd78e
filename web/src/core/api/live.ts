// The live stream: blocks as they are committed, resumed by height after a break, with a growing
// pause between tries. Where the node wants a session and nobody here can open one, it waits for
// somebody instead of asking again. A connection that says nothing for 45 s counts as broken (the node pings every 20).
import { background } from '../background';
import type { StreamBlock } from '../api-types';
import { Source, type Cell } from '../cell';
import { ApiError } from './errors';
import { EventParser, type ServerEvent } from './sse';
import type { Transport } from './transport';

export type Connection = {
  state: 'connecting' | 'live' | 'offline' | 'refused';
  since: number; // milliseconds
  retryAt: number | null;
  error: ApiError | null; // why it is refused
};

export interface LiveHandlers {
  before: () => Promise<void>; // ahead of each connection: what must be loaded first
  height: () => number; // where to go on from
  onBlock: (block: StreamBlock) => void;
  canSignIn: () => boolean; // is anybody's key open?
  onReset: () => Promise<void>; // the gap was too long: load everything again
}

export interface LiveTimes {
  silenceMs: number;
  pauseFirstMs: number;
  pauseMaxMs: number;
}

const usualTimes: LiveTimes = { silenceMs: 45_000, pauseFirstMs: 1000, pauseMaxMs: 30_000 };

export class Live {
  private readonly connectionSource = new Source<Connection>(now('connecting'));
  private running: AbortController | null = null;
  private wake: (() => void) | null = null;
  private failures = 0;

  constructor(
    private readonly transport: Transport,
    private readonly handlers: LiveHandlers,
    private readonly times: LiveTimes = usualTimes,
  ) {}

  get connection(): Cell<Connection> {
    return this.connectionSource;
  }

  start(): void {
    if (this.running) return;
    this.running = new AbortController();
    background(this.loop(this.running.signal));
  }

  stop(): void {
    this.running?.abort();
    this.running = null;
    this.wake?.();
  }

  /** Try at once: the network came back, the app came to the front, somebody signed in. */
  retry(): void {
    this.failures = 0;
    this.wake?.();
  }

  private async loop(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        await this.follow(stop);
      } catch (error) {
        if (!stop.aborted) this.report(error);
      }
      if (!stop.aborted) await this.pause();
    }
  }

  private async follow(stop: AbortSignal): Promise<void> {
    const quiet = new AbortController();
    const signal = AbortSignal.any([stop, quiet.signal]);
    let timer = setTimeout(() => quiet.abort(), this.times.silenceMs);
    try {
      await this.handlers.before();
      const path = `/stream?since=${this.handlers.height()}`;
      const headers = { Accept: 'text/event-stream' };
      const response = await this.transport.send(path, { headers, signal });
      this.connectionSource.set(now('live'));
      this.failures = 0;
      const queue: ServerEvent[] = [];
      const parser = new EventParser((event) => queue.push(event));
      const decoder = new TextDecoder();
      const reader = response.body!.getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        clearTimeout(timer);
        timer = setTimeout(() => quiet.abort(), this.times.silenceMs);
        parser.feed(decoder.decode(value, { stream: true }));
        for (const event of queue.splice(0)) await this.handle(event);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  private async handle(event: ServerEvent): Promise<void> {
    if (event.event === 'block') this.handlers.onBlock(JSON.parse(event.data) as StreamBlock);
    else if (event.event === 'reset') await this.handlers.onReset();
  }

  private report(error: unknown): void {
    const refused = error instanceof ApiError && error.status >= 400 && error.status < 500;
    const state = refused ? 'refused' : 'offline';
    const since =
      this.connectionSource.get().state === state ? this.connectionSource.get().since : Date.now();
    this.connectionSource.set({ state, since, retryAt: null, error: refused ? error : null });
  }

  private pause(): Promise<void> {
    const longest = Math.min(this.times.pauseFirstMs * 2 ** this.failures, this.times.pauseMaxMs);
    this.failures = Math.min(this.failures + 1, 10);
    const wait = longest * (0.5 + Math.random() / 2); // spread, so that a whole commune does not return at once
    const before = this.connectionSource.get();
    const state = before.state === 'live' ? 'offline' : before.state;
    const forSomebody = before.error?.status === 401 && !this.handlers.canSignIn();
    const retryAt = forSomebody ? null : Date.now() + wait;
    this.connectionSource.set({ ...before, state, retryAt });
    return new Promise((resolve) => {
      const timer = forSomebody ? undefined : setTimeout(resolve, wait);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function now(state: Connection['state']): Connection {
  return { state, since: Date.now(), retryAt: null, error: null };
}
