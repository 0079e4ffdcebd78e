// A small commune over HTTP for tests: real requests, real signatures, a few of the ledger's rules.
// It exists only here; the app knows one kind of node, the real one.
import { fromBinary } from '@bufbuild/protobuf';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SessionProof } from '../api/session';
import type { Catalogue, CommuneView, Member, Task } from '../api-types';
import { recount } from '../board/counts';
import { fromHex, tagged, toHex } from '../bytes';
import { toInstant } from '../clock';
import { decodeBlob } from '../copy/blob';
import { EnvelopeSchema, SignedEnvelopeSchema, type Command } from '../gen/commune_pb';
import type { ChainId, MemberId, PublicKey, TaskId } from '../ids';
import { demoSeed, memberIdOf, memberKey } from '../keys/derive';
import { makeCatalogue } from './fixtures';

export interface Fault {
  /** Status to answer instead, or 'drop' to take one command in and then lose the answer and the network. */
  onCommand?: number | 'drop' | 'cut';
  /** Status to answer to a sealed copy instead. */
  onCopy?: number;
  /** Reads of the members are cut off. */
  onMembers?: 'cut';
}

export class CommuneServer {
  chain = 'ab'.repeat(32) as ChainId;
  readonly tasks = new Map<TaskId, Task>();
  readonly received: string[] = []; // ids of the envelopes that entered, in order
  readonly requests: string[] = [];
  readonly unauthorised: string[] = []; // those of the requests that wanted a session and had none
  catalogue: Catalogue = makeCatalogue();
  members: Member[] = [];
  demo = true;
  height = 1;
  fault: Fault = {};
  sessions = 0;
  unchanged = 0; // answers that said so instead of repeating themselves
  readonly copies = new Map<string, { version: number; body: Uint8Array }>(); // by vault key
  private readonly seen = new Set<string>();
  private readonly streams = new Set<ServerResponse>();
  private readonly server: Server = createServer(
    (request, response) => void this.handle(request, response),
  );

  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  put(task: Task): void {
    this.tasks.set(task.id, recount(task));
  }

  /** A block with these tasks, to every stream. */
  block(tasks: Task[], catalogue = false, members = false): void {
    this.height += 1;
    for (const task of tasks) this.put(task);
    const data = {
      height: this.height,
      time: toInstant(Date.now()),
      tasks: tasks.map((task) => this.tasks.get(task.id)),
      catalogue,
      members,
      rounds: false,
      calls: false,
    };
    for (const stream of this.streams)
      stream.write(`id: ${this.height}\nevent: block\ndata: ${JSON.stringify(data)}\n\n`);
  }

  reset(): void {
    for (const stream of this.streams) stream.write('event: reset\ndata: {}\n\n');
  }

  cutStreams(): void {
    for (const stream of this.streams) stream.destroy();
  }

  addMember(slug: string, name: string): MemberId {
    return this.takeIn(memberIdOf(memberKey(demoSeed(slug)).public), name);
  }

  private takeIn(id: MemberId, name: string): MemberId {
    this.members.push({ id, name, joined_at: toInstant(0), guilds: [], certificates: [] });
    return id;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://x');
    const path = url.pathname.replace('/api/v1', '');
    this.requests.push(`${request.method} ${path}${url.search}`);
    if (path === '/session') {
      const { member } = JSON.parse((await bodyOf(request)).toString()) as SessionProof;
      if (member && !this.members.some(({ id }) => id === member))
        return this.turnAway(request, response);
      this.sessions += 1;
      response.setHeader('Set-Cookie', 'session=1; HttpOnly');
      return send(response, 200, { ok: true });
    }
    if (request.method === 'POST' && path === '/commands')
      return this.onCommand(await bodyOf(request), response);
    if (!this.demo && path !== '/commune' && this.sessions === 0)
      return this.turnAway(request, response);
    if (path.startsWith('/vault/')) return this.onCopy(request, response, path.slice(7));
    if (path === '/stream') return this.onStream(response);
    if (path === '/members' && this.fault.onMembers) return void request.destroy();
    const etag = `"${this.height}"`;
    if (request.headers['if-none-match'] === etag) {
      this.unchanged += 1;
      return void response.writeHead(304).end();
    }
    response.setHeader('ETag', etag);
    const body = this.view(path, url);
    return body ? send(response, 200, body) : refuse(response, 404, 'not_found');
  }

  private turnAway({ method, url }: IncomingMessage, response: ServerResponse): void {
    this.unauthorised.push(`${method} ${url}`);
    refuse(response, 401, 'unauthorised');
  }

  private async onCopy(request: IncomingMessage, response: ServerResponse, key: string) {
    const { onCopy } = this.fault;
    if (onCopy)
      return refuse(response, onCopy, { 404: 'not_found', 503: 'unavailable' }[onCopy] ?? 'broken');
    const kept = this.copies.get(key);
    if (request.method === 'GET') {
      if (!kept) return refuse(response, 404, 'not_found');
      return void response
        .writeHead(200, { 'Content-Type': 'application/x-protobuf' })
        .end(kept.body);
    }
    const body = await bodyOf(request);
    if (body.length > 262_144 + 256) return refuse(response, 413, 'too_large');
    const blob = decodeBlob(fromHex(key), this.chain, body);
    if (!blob) return refuse(response, 403, 'forged');
    if (blob.version <= (kept?.version ?? 0)) return refuse(response, 409, 'conflict');
    this.copies.set(key, { version: blob.version, body });
    send(response, 200, { height: this.height, version: blob.version });
  }

  private view(path: string, url: URL): unknown {
    const { height } = this;
    if (path === '/commune') return this.commune();
    if (path === '/catalogue') return { ...this.catalogue, height };
    if (path === '/members') return { height, members: this.members };
    if (path === '/tasks') {
      const from = url.searchParams.get('from') ?? '';
      const to = url.searchParams.get('to') ?? '~';
      const all = [...this.tasks.values()].filter(
        (task) => task.start === null || (task.start >= from && task.start < to),
      );
      const limit = Number(url.searchParams.get('limit') ?? 500);
      const after = Number(url.searchParams.get('after') ?? 0);
      const next = after + limit < all.length ? String(after + limit) : null;
      return { height, total: all.length, tasks: all.slice(after, after + limit), next };
    }
    return path.startsWith('/tasks/') ? this.tasks.get(path.slice(7) as TaskId) : undefined;
  }

  private commune(): CommuneView {
    const { chain, demo, height } = this;
    return {
      height,
      name: 'Testbrook',
      zone: 'Europe/Berlin',
      chain,
      founded_at: toInstant(0),
      demo,
      digest: '00',
      members: this.members.length,
      adults: 90,
      children: 30,
      baseline_hours: 150,
      now: toInstant(Date.now()),
    };
  }

  private onStream(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(': hello\n\n');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  private onCommand(body: Uint8Array, response: ServerResponse): void {
    const { onCommand } = this.fault;
    if (onCommand === 'cut') return void response.destroy();
    if (typeof onCommand === 'number') return refuse(response, onCommand, 'unavailable');
    const { envelope: bytes, signature } = fromBinary(SignedEnvelopeSchema, body);
    const envelope = fromBinary(EnvelopeSchema, bytes);
    if (!ed25519.verify(signature, tagged('commune/envelope/v1', bytes), envelope.key))
      return refuse(response, 403, 'forged');
    const id = toHex(sha256(bytes));
    if (this.seen.has(id)) return refuse(response, 409, 'replayed');
    if (Number(envelope.expiresAt) * 1000 < Date.now()) return refuse(response, 409, 'expired');
    const refusal =
      envelope.command && this.apply(envelope.command, toHex(envelope.key) as PublicKey);
    if (refusal) return refuse(response, 409, refusal);
    this.seen.add(id);
    this.received.push(id);
    if (onCommand === 'drop') {
      this.fault = { onCommand: 'cut' };
      return void response.destroy();
    }
    send(response, 200, { height: this.height, id, events: [] });
  }

  /** The code of a refusal, or nothing. */
  private apply({ kind: { case: kind, value } }: Command, key: PublicKey): string | undefined {
    const id = value && 'task' in value ? (toHex(value.task as Uint8Array) as TaskId) : undefined;
    const task = id && this.tasks.get(id);
    if (kind === 'join') this.takeIn(memberIdOf(fromHex(key)), value.name);
    if (kind === 'joinGuild' || kind === 'join') return void this.block([], true, true);
    if (!task) return 'task_unknown';
    if (task.status === 'cancelled') return 'task_cancelled';
    const own = task.places.find((place) => place.participant === key);
    if (kind === 'takePlace') {
      const participant = toHex(value.participant) as PublicKey;
      if (task.places.some((place) => place.participant === participant)) return 'already_on_task';
      if (task.free === 0) return 'task_full';
      const place = {
        participant,
        name: null,
        member: null,
        trainee: value.trainee,
        seeking_swap: false,
        minutes: 0,
      };
      return void this.block([
        { ...task, places: [...task.places, { ...place, status: 'taken' }] },
      ]);
    }
    if (!own) return 'not_on_task';
    if (kind === 'handBack')
      return void this.block([{ ...task, places: task.places.filter((place) => place !== own) }]);
    if (kind === 'markDone') {
      const done = { ...own, status: 'done' as const, minutes: value.minutes };
      return void this.block([
        { ...task, places: task.places.map((place) => (place === own ? done : place)) },
      ]);
    }
    return undefined;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, code: string): void {
  send(response, status, { error: { code, message: `Refused: ${code}.` } });
}
