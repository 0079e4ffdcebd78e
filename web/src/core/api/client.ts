// The routes of the node's JSON API, typed. Every method rejects with ApiError.
import type {
  AlertsView,
  Catalogue,
  CommandReceipt,
  CommuneView,
  DemoPeopleView,
  DevicesView,
  Guild,
  InvitationView,
  LearningView,
  MembersView,
  NotesView,
  ProgressQuery,
  ProgressView,
  PushSubscriptionView,
  RoundAnswer,
  RoundsView,
  Sector,
  Task,
  TaskPage,
  TaskQuery,
} from '../api-types';
import type { Bytes } from '../bytes';
import type { SignedCommand } from '../envelope/envelope';
import type { GuildId, MemberId, PublicKey, RoundId, TaskId } from '../ids';
import type { SessionProof } from './session';
import type { Transport } from './transport';

export class Api {
  private membersOnly = false; // the commune has said that it is no demo

  constructor(readonly transport: Transport) {}

  async commune(): Promise<CommuneView> {
    const commune = await this.transport.get<CommuneView>('/commune');
    this.membersOnly = !commune.demo;
    return commune;
  }

  /** Before what only members read: opens a session, rather than be asked for one by each answer. */
  async asMember(): Promise<void> {
    if (this.membersOnly) await this.transport.haveSession();
  }

  sectors = (): Promise<{ sectors: Sector[] }> => this.transport.get('/sectors');
  guilds = (): Promise<{ guilds: Guild[] }> => this.transport.get('/guilds');
  catalogue = (): Promise<Catalogue> => this.transport.get('/catalogue');
  members = (): Promise<MembersView> => this.transport.get('/members');
  demoPeople = (): Promise<DemoPeopleView> => this.transport.get('/demo/people');
  health = (): Promise<{ ok: boolean; height: number }> => this.transport.get('/health');
  task = (id: TaskId): Promise<Task> => this.transport.get(`/tasks/${id}`);
  rounds = (): Promise<RoundsView> => this.transport.get('/rounds');
  round = (id: RoundId): Promise<RoundAnswer> => this.transport.get(`/rounds/${id}`);
  alerts = (): Promise<AlertsView> => this.transport.get('/alerts');
  devices = (): Promise<DevicesView> => this.transport.get('/devices');
  invitation = (key: PublicKey): Promise<InvitationView> =>
    this.transport.get(`/invitations/${key}`);

  tasks(query: TaskQuery = {}): Promise<TaskPage> {
    return this.transport.get(`/tasks${queryString(query)}`);
  }

  progress(query: ProgressQuery): Promise<ProgressView> {
    return this.transport.get(`/progress${queryString(query)}`);
  }

  /** What people told the guild; `as` names the reader on a demo. */
  notes(id: TaskId, as?: MemberId): Promise<NotesView> {
    return this.transport.getAsMember(`/tasks/${id}/notes${queryString(as ? { as } : {})}`);
  }

  /** Address of a guild's calendar, for a calendar program to subscribe to. */
  guildCalendarUrl(guild: GuildId): string {
    return this.transport.url(`/ics/guild/${guild}.ics`);
  }

  /** Address of the last sharing out of a round with its proof, as a file. */
  clearingUrl(round: RoundId): string {
    return this.transport.url(`/rounds/${round}/clearing`);
  }

  /** The same file as bytes, to check. */
  async clearing(round: RoundId): Promise<Bytes> {
    await this.asMember();
    return this.transport.getBytes(`/rounds/${round}/clearing`);
  }

  async command(signed: Pick<SignedCommand, 'envelope' | 'signature'>): Promise<CommandReceipt> {
    const { encodeSigned } = await import('../envelope/envelope');
    return this.transport.post('/commands', encodeSigned(signed), 'application/x-protobuf');
  }

  /** The sealed copy that lies under this key; rejects with 'not_found' where there is none. */
  async copy(key: PublicKey): Promise<Bytes> {
    await this.asMember();
    return this.transport.getBytes(`/vault/${key}`);
  }

  putCopy(key: PublicKey, blob: Bytes): Promise<{ height: number; version: number }> {
    return this.transport.put(`/vault/${key}`, blob, 'application/x-protobuf');
  }

  /** For what browsers subscribe here; null: this node wakes nobody. */
  pushKey = (): Promise<{ key: string | null }> => this.transport.get('/push/key');

  async subscribePush(subscription: PushSubscriptionView): Promise<{ id: string }> {
    await this.asMember();
    const body = JSON.stringify(subscription);
    return this.transport.post('/push/subscriptions', body, 'application/json');
  }

  unsubscribePush(id: string): Promise<{ removed: boolean }> {
    return this.transport.remove(`/push/subscriptions/${id}`);
  }

  testPush(id: string): Promise<{ sent: boolean }> {
    return this.transport.post(`/push/subscriptions/${id}/test`, '', 'application/json');
  }

  async learning(): Promise<LearningView> {
    await this.asMember();
    return this.transport.get('/learning');
  }

  async learningModel(): Promise<Bytes> {
    await this.asMember();
    return this.transport.getBytes('/learning/model');
  }

  /** Without a session: who sends it must not be known. */
  contribute(round: string, id: string, sealed: Bytes): Promise<{ kept: true }> {
    const path = `/learning/rounds/${round}/contributions/${id}`;
    return this.transport.putAsNobody(path, sealed, 'application/octet-stream');
  }

  async openSession(proof: SessionProof): Promise<void> {
    await this.transport.post('/session', JSON.stringify(proof), 'application/json');
  }
}

function queryString(query: object): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return pairs.length
    ? `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`
    : '';
}

/** All pages of a query, one after another. */
export async function allTasks(api: Api, query: TaskQuery): Promise<TaskPage> {
  const first = await api.tasks({ limit: 2000, ...query });
  const tasks = [...first.tasks];
  for (let next = first.next; next;) {
    const page = await api.tasks({ limit: 2000, ...query, after: next });
    tasks.push(...page.tasks);
    next = page.next === next ? null : page.next;
  }
  return { ...first, tasks, next: null };
}
