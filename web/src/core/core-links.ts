// What follows from what, between the parts of the data layer: somebody opens, so read as them;
// something waits, so send it; the commune refused a record, so forget its hours; something private
// changed, so renew its sealed copy.
import { background } from './background';
import type { BoardStore } from './board/board-store';
import type { CallStore } from './calls/call-store';
import type { PushStore } from './calls/push-store';
import type { CopyStore } from './copy/copy-store';
import type { Door } from './core-door';
import type { HistoryStore } from './history/history-store';
import { keepSending } from './outbox/keep-sending';
import type { LearningStore } from './learning/learning-store';
import type { ProfileStore } from './profile/profile-store';

export interface Linked {
  door: Door;
  board: BoardStore;
  profile: ProfileStore;
  history: HistoryStore;
  copy: CopyStore;
  calls: CallStore;
  push: PushStore;
  learning: LearningStore;
}

/** Returns the way to undo all of it. */
export function linkParts({
  door,
  board,
  profile,
  history,
  copy,
  calls,
  push,
  learning,
}: Linked): () => void {
  const stops = [
    keepSending(door.outbox, board),
    door.outbox.queued.subscribe((queued) => history.forgetRefused(queued)),
    door.outbox.queued.subscribe((queued) => {
      const left = queued.find((one) => one.command.kind === 'leave_commune');
      if (left?.state === 'committed') background(door.people.remove(left.member));
    }),
    profile.value.subscribe(() => copy.changed()),
    history.entries.subscribe(() => copy.changed()),
    push.state.subscribe(() => calls.recall()), // the worker begins to ring, or rings no more
    board.live.connection.subscribe(({ state }) => {
      if (state !== 'live') return;
      background(copy.onLive());
      background(push.renew());
      background(learning.look());
    }),
    door.people.opened.subscribe((person) => {
      if (person) background(keepStorage());
    }),
    door.admitted.subscribe((person) => {
      if (person) background(readAsPerson(door, board));
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** On a real commune the session may still be that of whoever used this device before. */
async function readAsPerson({ signIn }: Door, board: BoardStore): Promise<void> {
  if (board.known.get().commune?.demo === false) await signIn().catch(() => false); // the stream tries again
  board.live.retry();
}

/** Asks the browser not to clear this site's storage when space is short: the keys are in it. */
async function keepStorage(): Promise<void> {
  type Storage = StorageManager & { persist?: () => Promise<boolean> }; // a worker has no `persist`
  const storage: Storage | undefined = globalThis.navigator?.storage;
  if (storage?.persist && !(await storage.persisted())) await storage.persist();
}
