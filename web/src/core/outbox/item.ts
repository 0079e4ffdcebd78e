// One queued command: what it says in plain values (for the screen and for signing again) and its
// signed bytes, which are sent again unchanged until the commune has answered.
import type { Bytes } from '../bytes';
import type { CommandInput } from '../envelope/commands';
import type { EnvelopeId, MemberId, Seconds, TaskId } from '../ids';
import type { Message } from '../i18n/message';
import type { Sealed } from '../storage/database';

export type ItemState =
  | 'waiting' // queued; nobody has answered
  | 'sending'
  | 'committed' // in a block; kept until the board has reached its height
  | 'refused'; // kept until the person has read why

/** What was true when the person decided, for settling a conflict in words. */
export interface Basis {
  title: string; // of the task or thing
  revision: number | null;
}

export interface QueuedCommand {
  id: EnvelopeId;
  member: MemberId;
  command: CommandInput;
  basis: Basis;
  envelope: Bytes;
  signature: Bytes;
  expiresAt: Seconds;
  queuedAt: number; // milliseconds
  attempts: number;
  state: ItemState;
  height: number | null; // where it was committed
  code: string | null; // of the refusal
  reason: string; // the node's own sentence
}

/** As the database keeps it: the plain part sealed under the device's key. */
export interface OutboxRecord {
  order?: number;
  sealed: Sealed;
}

export interface OutboxItem {
  id: EnvelopeId;
  title: Message;
  task: TaskId | null;
  state: ItemState;
  queuedAt: number;
  refusal: Message | null;
}
