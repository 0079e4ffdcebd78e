// Puts the data layer together: what the screens hold in their hands. Opens with what this device
// remembers, then goes to the node; nothing here knows a screen.
import { background } from './background';
import { Api } from './api/client';
import { ApiError } from './api/errors';
import type { Connection, LiveTimes } from './api/live';
import { proveSession } from './api/session';
import { Transport } from './api/transport';
import { makeActions, type Actions } from './act/actions';
import { Sender } from './act/sender';
import { BoardStore } from './board/board-store';
import type { Me } from './board/overlay';
import { derive, type Cell } from './cell';
import { Clock } from './clock';
import { HistoryStore } from './history/history-store';
import { ChangesStore } from './mine/changes';
import { MineStore } from './mine/mine-store';
import { Outbox } from './outbox/outbox';
import { OutboxDisk } from './outbox/outbox-disk';
import { People } from './people/people';
import { ProfileStore } from './profile/profile-store';
import { openDatabase } from './storage/database';
import { openDeviceKey } from './storage/device-key';
import { keepSending } from './outbox/keep-sending';

/** 'empty': nobody on this device yet. 'locked': a PIN is wanted. */
export type Stage = 'empty' | 'locked' | 'open';

export interface CoreOptions {
  origin?: string; // "": the page's own
  database?: string;
  fetch?: typeof fetch;
  times?: LiveTimes;
  /** Without it nothing is loaded until `go` is called. */
  go?: boolean;
}

export interface Core {
  readonly api: Api;
  readonly clock: Clock;
  readonly stage: Cell<Stage>;
  readonly connection: Cell<Connection>;
  readonly people: People;
  readonly board: BoardStore;
  readonly mine: MineStore;
  readonly changes: ChangesStore;
  readonly act: Actions;
  readonly outbox: Outbox;
  readonly profile: ProfileStore;
  readonly history: HistoryStore;
  /** Loads the board and follows the stream: at once, or now if it pauses between two tries. */
  go(): void;
  close(): void;
}

export async function openCore(options: CoreOptions = {}): Promise<Core> {
  const origin = options.origin ?? '';
  const database = await openDatabase(options.database);
  const transport = new Transport({ origin, ...(options.fetch ? { fetch: options.fetch } : {}) });
  const api = new Api(transport);
  const clock = new Clock();
  const people = await People.open(database, api);
  transport.signIn = () => signIn(api, clock, people);

  const disk = new OutboxDisk(database, await openDeviceKey(database));
  const outbox = await Outbox.open({ disk, api, clock, opened: people.opened });
  const me: Cell<Me | null> = derive([people.current, people.opened], (current, opened) =>
    current && opened
      ? {
          member: opened.member,
          name: current.name,
          participant: (task) => opened.participantKey(task).hex,
        }
      : null,
  );
  const board = await BoardStore.open({
    database,
    api,
    clock,
    queued: outbox.queued,
    me,
    onCommune: (commune) => people.follow(commune.chain),
    ...(options.times ? { times: options.times } : {}),
  });
  const mine = new MineStore(board.state, people.opened);
  const changes = new ChangesStore(mine.places, people.opened);
  const profile = new ProfileStore(people.opened);
  const history = new HistoryStore(api, clock, mine, people.opened);
  const sender = new Sender(outbox, people.opened);
  const pageOrigin = (): string => origin || (globalThis.location?.origin ?? '');
  const act = makeActions({
    sender,
    people,
    clock,
    board: board.state,
    mine,
    history,
    origin: pageOrigin,
    goOn: () => board.live.retry(),
  });

  const stage = derive([people.current], (person): Stage =>
    person === null ? 'empty' : person.locked ? 'locked' : 'open',
  );
  const stopSending = keepSending(outbox, board);
  const stopFollowing = followPerson(people, board);
  const stopForgetting = outbox.queued.subscribe((queued) => history.forgetRefused(queued));

  const core: Core = {
    api,
    clock,
    stage,
    connection: board.live.connection,
    people,
    board,
    mine,
    changes,
    act,
    outbox,
    profile,
    history,
    go() {
      board.live.start();
      board.live.retry();
      background(outbox.flush());
      background(history.searchPast());
    },
    close() {
      stopFollowing();
      stopForgetting();
      stopSending();
      board.live.stop();
      for (const part of [mine, changes, profile, history]) part.close();
      database.close();
    },
  };
  if (options.go !== false) core.go();
  return core;
}

async function signIn(api: Api, clock: Clock, people: People): Promise<boolean> {
  const person = people.opened.get();
  if (!person) return false;
  const commune = await api.commune();
  clock.correct(commune.now);
  try {
    await api.openSession(proveSession(person.memberKey, person.chain, clock.seconds()));
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && error.status > 0) return false;
    throw error;
  }
}

/** A person who opens may read what nobody could before: try again at once. */
function followPerson(people: People, board: BoardStore): () => void {
  return people.opened.subscribe((person) => {
    if (!person) return;
    board.live.retry();
    background(keepStorage());
  });
}

/** Asks the browser not to clear this site's storage when space is short: the keys are in it. */
async function keepStorage(): Promise<void> {
  type Storage = StorageManager & { persist?: () => Promise<boolean> }; // a worker has no `persist`
  const storage: Storage | undefined = globalThis.navigator?.storage;
  if (storage?.persist && !(await storage.persisted())) await storage.persist();
}
