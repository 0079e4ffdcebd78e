// When to try the queue again: the stream is live, the network returned, and while something waits
// every so often.
import { background } from '../background';
import type { BoardStore } from '../board/board-store';
import type { Outbox } from './outbox';

const againMs = 20_000;

export function keepSending(outbox: Outbox, board: BoardStore): () => void {
  const flush = (): void => background(outbox.flush());
  const waits = (): boolean => outbox.queued.get().some((item) => item.state === 'waiting');
  const timer = setInterval(() => {
    if (waits()) flush();
  }, againMs);
  (timer as { unref?: () => void }).unref?.();
  const online = (): void => {
    board.live.retry();
    flush();
  };
  globalThis.addEventListener?.('online', online);
  const leave = [
    board.live.connection.subscribe(({ state }) => {
      if (state === 'live' && waits()) flush();
    }),
    board.known.subscribe(({ height }) => outbox.reached(height)),
  ];
  return () => {
    clearInterval(timer);
    globalThis.removeEventListener?.('online', online);
    leave.forEach((stop) => stop());
  };
}
