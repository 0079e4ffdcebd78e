// Puts the data layer together: what the screens hold in their hands. Opens with what this device
// remembers, then goes to the node; nothing here knows a screen.
import { makeActions, type Actions } from './act/actions';
import { Sender } from './act/sender';
import type { Api } from './api/client';
import type { Connection, LiveTimes } from './api/live';
import { background } from './background';
import { BoardStore } from './board/board-store';
import { derive, type Cell } from './cell';
import type { Clock } from './clock';
import { CallStore } from './calls/call-store';
import { PushStore, type PushBrowser } from './calls/push-store';
import { OwnRingKeeper } from './calls/ring-memory';
import { CopyStore, type CopyTimes } from './copy/copy-store';
import { openDoor, type DoorOptions } from './core-door';
import { linkParts } from './core-links';
import { didHeavyWork } from './history/entry';
import { HistoryStore } from './history/history-store';
import { ChangesStore } from './mine/changes';
import { LearningStore } from './learning/learning-store';
import { MineStore } from './mine/mine-store';
import type { Outbox } from './outbox/outbox';
import type { People } from './people/people';
import { firstProfile } from './profile/demo-profile';
import { ProfileStore } from './profile/profile-store';
import { loadRanking } from './recommend/load-ranking';
import type { RankingModule } from './recommend/ranking-module';
import { TasteStore } from './recommend/taste-store';
import { RoundStore } from './rounds/round-store';
import type { StorageHealth } from './storage/health';

/** 'empty': nobody on this device yet. 'locked': a PIN is wanted. */
export type Stage = 'empty' | 'locked' | 'open';

export interface CoreOptions extends DoorOptions {
  times?: LiveTimes;
  copyTimes?: CopyTimes;
  /** How the module of `recommend/` comes here; usually it is fetched. */
  loadModule?: () => Promise<RankingModule>;
  /** How the browser is woken; without it, it is not. */
  pushBrowser?: PushBrowser;
  /** False: nothing is loaded until `go` is called. */
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
  /** `state` 'failing': this device keeps nothing new; the app goes on from memory and tries again. */
  readonly storage: Pick<StorageHealth, 'state' | 'retry'>;
  readonly profile: ProfileStore;
  /** What is learnt of own answers; on this device alone. */
  readonly taste: TasteStore;
  /** What the commune learnt together, and what this device tells of it. */
  readonly learning: LearningStore;
  readonly history: HistoryStore;
  /** Rounds, alerts and devices, as last known, and the places kept for this person. */
  readonly rounds: RoundStore;
  /** Whether this device rings for an urgent call. */
  readonly calls: CallStore;
  /** Whether this browser is woken for calls while the app is closed. */
  readonly push: PushStore;
  /** The sealed copy of profile and hours that lies with the node. */
  readonly copy: CopyStore;
  /** Loads the board and follows the stream: at once, or now if it pauses between two tries. */
  go(): void;
  close(): void;
}

export async function openCore(options: CoreOptions = {}): Promise<Core> {
  const door = await openDoor(options);
  const { api, clock, people, outbox, admitted } = door;
  const { opened } = people;
  const board = await BoardStore.open({
    ...door,
    queued: outbox.queued,
    somebody: () => admitted.get() !== null || people.current.get()?.locked === true,
    canSignIn: () => admitted.get() !== null,
    onCommune: (commune) => people.follow(commune.chain),
    ...(options.times ? { times: options.times } : {}),
  });
  const mine = new MineStore(board.state, opened);
  const changes = new ChangesStore(mine.places, opened);
  const profile = new ProfileStore(
    opened,
    (person) => firstProfile(api, person),
    () => clock.now(),
  );
  const taste = new TasteStore(opened, () => board.state.get().commune?.zone ?? 'UTC');
  const history = new HistoryStore(api, clock, mine, admitted);
  const learning = new LearningStore({
    api,
    clock,
    opened: admitted,
    history: history.entries,
    zone: () => board.state.get().commune?.zone ?? 'UTC',
    module: options.loadModule ?? loadRanking,
  });
  const rounds = new RoundStore({ api, clock, board: board.state, opened: admitted });
  const calls = new CallStore({
    clock,
    board: board.state,
    alerts: rounds.alerts,
    mine: mine.places,
    profile: profile.value,
    profileLoaded: () => profile.loaded(),
    opened: admitted,
    loadModule: options.loadModule ?? loadRanking,
    model: () => learning.value.get().model,
    isTired: () => didHeavyWork(history.entries.get(), clock.now()),
    keeper: (person) =>
      new OwnRingKeeper(door.database, person, (work) =>
        door.health.write(`${person.member}/ring-memory`, work),
      ),
  });
  const push = new PushStore({
    api,
    clock,
    database: door.database,
    browser: options.pushBrowser ?? null,
    current: people.current,
    opened: admitted,
    profile: profile.value,
    profileLoaded: () => profile.loaded(),
    mine: mine.places,
  });
  const copy = new CopyStore({
    ...door,
    opened: admitted,
    parts: [profile, history],
    ...(options.copyTimes ? { times: options.copyTimes } : {}),
  });
  const act = makeActions({
    sender: new Sender(outbox, opened),
    people,
    clock,
    board: board.state,
    mine,
    history,
    rounds,
    taste,
    learning,
    copy,
    origin: () => options.origin ?? globalThis.location?.origin ?? '',
  });
  const stage = derive([people.current], (person): Stage =>
    person === null ? 'empty' : person.locked ? 'locked' : 'open',
  );
  const connection = board.live.connection;
  const unlink = linkParts({ door, board, profile, history, copy, calls, push, learning });
  const go = (): void => {
    // Here before the network goes.
    background(import('./envelope/envelope').catch(() => null));
    background(import('./copy/exchange').catch(() => null));
    board.live.start();
    board.live.retry();
    background(outbox.flush());
    background(history.searchPast());
  };
  const close = (): void => {
    unlink();
    board.live.stop();
    api.transport.signIn = null; // what is still on its way opens no session any more
    const kept = [copy, mine, changes, profile, taste, learning, history, rounds, calls, push];
    for (const part of kept) part.close();
    door.health.close();
    door.database.close();
  };
  if (options.go !== false) go();
  const data = {
    board,
    mine,
    changes,
    outbox,
    profile,
    taste,
    learning,
    history,
    rounds,
    calls,
    push,
    copy,
  };
  const parts = { api, clock, people, act, storage: door.health, ...data };
  return { ...parts, stage, connection, go, close };
}
