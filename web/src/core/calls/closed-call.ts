// A call, or a question to a guild, that comes while the app is closed: the service worker asks here whether
// to ring. The same policy, the same memory and the same budget as the open app's; what it knows of the owner
// is the ring card, what it knows of the commune is what the app last saw.
import { indexCatalogue } from '../board/state';
import type { TaskId } from '../ids';
import type { RankingModule } from '../recommend/ranking-module';
import type { Database } from '../storage/database';
import type { CallMessage } from './call-message';
import { hear, randomDraw } from './hear';
import type { ListenContext } from './listen';
import { questionOf, type CallTask } from './question';
import { readCard, type RingCard } from './ring-card';
import { DeviceRingKeeper, withAnswer, withoutRing, type RingMemory } from './ring-memory';

/**
 * 'ring': for the first time. 'still': it rings already. 'quiet': not this device, or not now.
 * 'filled': enough are coming. 'over': cancelled, answered with no, or its time has passed. 'nobody': nobody here wants to be rung
 * for that commune.
 */
export type Outcome = 'ring' | 'still' | 'quiet' | 'filled' | 'over' | 'nobody';

export interface ClosedCall {
  readonly outcome: Outcome;
  readonly about: CallTask | null;
  readonly ringing: TaskId | null; // what rings now, this call or another
  readonly card: RingCard | null;
  readonly place: string; // where it is, for the owner to read
  readonly guild: string;
  readonly zone: string;
}

export interface ClosedOptions {
  database: Database;
  loadModule: () => Promise<RankingModule>;
  now: number; // milliseconds
  draw?: () => number;
}

const nobody: ClosedCall = {
  outcome: 'nobody',
  about: null,
  ringing: null,
  card: null,
  place: '',
  guild: '',
  zone: 'UTC',
};

export async function hearClosed(
  message: CallMessage,
  { database, loadModule, now, draw = randomDraw }: ClosedOptions,
): Promise<ClosedCall> {
  const current = await currentCard(database);
  const saved = await database.get('board', 'board');
  if (!current || !saved || current.card.chain !== message.chain) return nobody;
  const { card, member } = current;
  const catalogue = indexCatalogue(saved.catalogue);
  const task: CallTask = 'task' in message ? message.task : questionOf(message.alert, catalogue);
  const module = await loadModule();
  const keeper = new DeviceRingKeeper(database, member);
  const before = await keeper.change((memory) => memory);
  const other = before.ringing && (await database.get('tasks', before.ringing));
  const members = saved.members?.members ?? [];
  const owner = members.find(({ id }) => id === member);
  const context = (memory: RingMemory): ListenContext => ({
    module,
    model: null, // it lies in the vault, and nobody is there to open it
    isTired: false,
    catalogue,
    member: owner,
    members,
    mine: card.places,
    profile: card.profile,
    memory,
    zone: saved.commune.zone,
    now,
  });
  const known = [task, other].filter((one) => one !== null && one !== undefined);
  const find = (id: TaskId) => known.find((one) => one.id === id);
  const { isOver } = message;
  const isAsked = !task.isQuestion || owner?.guilds.includes(task.guild);
  let rangBefore = false;
  const after = await keeper.change((memory) => {
    rangBefore = memory.ringing === task.id;
    return hear(
      isOver || !isAsked ? [] : [task],
      find,
      context(isOver ? without(memory, task.id) : memory),
      draw,
    ).memory;
  });
  const outcome = (): Outcome => {
    if (after.ringing === task.id) return rangBefore ? 'still' : 'ring';
    if (task.status !== 'open' || isOver) return 'over';
    return task.missing === 0 ? 'filled' : 'quiet';
  };
  return {
    outcome: outcome(),
    about: task,
    ringing: after.ringing,
    card,
    place: (task.venue && catalogue.venues.get(task.venue)?.name) || '',
    guild: catalogue.guilds.get(task.guild)?.name ?? '',
    zone: saved.commune.zone,
  };
}

function without(memory: RingMemory, task: TaskId): RingMemory {
  return memory.ringing === task ? withoutRing(memory) : memory;
}

/** The owner answered "not now" without opening the app; to what no longer rings, it says nothing. */
export async function answerClosed(database: Database, task: TaskId): Promise<void> {
  const member = await database.get('device', 'current');
  if (typeof member !== 'string') return;
  await new DeviceRingKeeper(database, member).change((memory) =>
    memory.ringing === task ? withAnswer(memory, false) : memory,
  );
}

export async function currentCard(database: Database) {
  const member = await database.get('device', 'current');
  const card = typeof member === 'string' ? await readCard(database, member) : null;
  return card && typeof member === 'string' ? { card, member } : null;
}
