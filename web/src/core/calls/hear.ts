// What hearing of calls changes: which one rings now, and when to listen again. The same for the open
// app, which sees the whole board, and for the service worker, which hears of one call at a time.
import { plannedAheadSeconds, plannedImportanceMin } from '../gen/call-rules';
import type { TaskId } from '../ids';
import { callOf, listenerOf, situationOf, type ListenContext } from './listen';
import { decideCall, drawBits, urgencies, type Call, type RingDecision } from './policy';
import type { CallTask } from './question';
import {
  withAnswer,
  withDraw,
  withEnd,
  withFollowed,
  withoutRing,
  withRing,
  type FollowedCall,
  type RingMemory,
} from './ring-memory';

export interface Heard {
  readonly memory: RingMemory;
  readonly wakeAt: number | null; // seconds; null: nothing to wait for
}

export function randomDraw(): number {
  return globalThis.crypto.getRandomValues(new Uint32Array(1))[0]! >>> (32 - drawBits);
}

const forgottenAfterSeconds = 86_400;
const unknownMaxSeconds = 600; // an app that was just opened may not have heard of the task yet
const givesWaySeconds = 600; // nobody has answered for so long: another call may take its place

const aheadMs = plannedAheadSeconds * 1000 + 2 * 3600_000; // it is looked at hourly

/** Whether a task may be a call in the next hour; cheap, without the module. */
export function mayCall(task: CallTask, now: number): boolean {
  if (task.status !== 'open' || task.missing === 0 || task.start === null) return false;
  if (task.urgency !== 'calm') return true;
  const begin = Date.parse(task.start);
  return task.importance >= plannedImportanceMin && begin > now && begin < now + aheadMs;
}

/** What the device decides about one task now, and why. Null: no call. */
export function decideFor(
  task: CallTask,
  context: ListenContext,
  draw: number,
): RingDecision | null {
  const call = callOf(task, context);
  return call && decide(task, call, context, draw);
}

function decide(task: CallTask, call: Call, context: ListenContext, draw: number): RingDecision {
  const now = Math.floor(context.now / 1000);
  return decideCall(context.module, call, listenerOf(task, context), now, draw);
}

/** `find`: a task as far as it is known here, for what rings already. */
export function hear(
  calls: Iterable<CallTask>,
  find: (id: TaskId) => CallTask | undefined,
  context: ListenContext,
  draw: () => number = randomDraw,
): Heard {
  const now = Math.floor(context.now / 1000);
  let memory = countWhereDone(find, { ...context, memory: stopWhereDone(find, context) });
  let wakeAt: number | null = null;
  const wake = (at: number | null) => {
    if (at !== null) wakeAt = Math.min(wakeAt ?? Infinity, at);
  };
  for (const task of mostUrgentFirst(calls)) {
    const known = memory.draws[task.id];
    const number = known ?? draw();
    const present = { ...context, memory };
    const call = callOf(task, present);
    if (!call) continue;
    const decision = decide(task, call, present, number);
    const { raisedAt, neededBy: until } = call;
    if (raisedAt <= now && until > now && !task.isQuestion) {
      const { intended } = decision;
      memory = withFollowed(memory, task.id, { until, coming: task.coming, intended });
    }
    const waits = decision.rings || decision.wakeAt !== null;
    if (decision.rings && givesWay(memory, task, find, now))
      memory = withRing(memory, task.id, task.isQuestion ? null : situationOf(task, context), now);
    else if (known === undefined && waits) memory = withDraw(memory, task.id, number);
    if (decision.rings && memory.ringing !== task.id) wake(lastRing(memory) + givesWaySeconds);
    wake(decision.wakeAt);
  }
  wake(endOfRing(find, { ...context, memory }));
  return { memory, wakeAt };
}

const rank = ({ urgency }: CallTask): number => urgencies.indexOf(urgency);
const lastRing = ({ pings }: RingMemory): number => pings.at(-1) ?? 0;

function mostUrgentFirst(calls: Iterable<CallTask>): CallTask[] {
  return [...calls].sort((one, other) => rank(other) - rank(one));
}

/** Whether what rings now leaves room for this call: a lesser one, or one that nobody answers. */
function givesWay(
  memory: RingMemory,
  task: CallTask,
  find: (id: TaskId) => CallTask | undefined,
  now: number,
): boolean {
  if (memory.ringing === null) return true;
  const other = find(memory.ringing);
  const isLesser = other !== undefined && rank(other) < rank(task);
  return isLesser || now >= lastRing(memory) + givesWaySeconds;
}

/** When what rings now stops by itself, because whoever sets off then comes in vain. */
function endOfRing(
  find: (id: TaskId) => CallTask | undefined,
  context: ListenContext,
): number | null {
  const { ringing } = context.memory;
  if (ringing === null) return null;
  const task = find(ringing);
  if (!task) return lastRing(context.memory) + unknownMaxSeconds;
  const call = callOf(task, context);
  return call && call.neededBy - listenerOf(task, context).minutesAway * 60;
}

function stopWhereDone(
  find: (id: TaskId) => CallTask | undefined,
  context: ListenContext,
): RingMemory {
  const { memory, mine } = context;
  if (memory.ringing === null) return memory;
  const task = find(memory.ringing);
  const since = Math.floor(context.now / 1000) - lastRing(memory);
  if (task === undefined && since < unknownMaxSeconds) return memory;
  // A place taken anywhere in the app is a yes.
  if (mine.some((place) => place.task.id === memory.ringing)) return withAnswer(memory, true);
  const goesOn = task !== undefined && decideFor(task, context, 0)?.reason === 'already_rung';
  return goesOn ? memory : withoutRing(memory);
}

/** Calls that are filled or over enter the record of what calls get. */
function countWhereDone(
  find: (id: TaskId) => CallTask | undefined,
  { memory, now }: ListenContext,
): RingMemory {
  let result = memory;
  for (const [id, call] of Object.entries(memory.followed) as [TaskId, FollowedCall][]) {
    const task = find(id);
    const isPast = call.until <= now / 1000;
    // The service worker does not see every task; the app that is opened later may.
    if (!task && call.until + forgottenAfterSeconds > now / 1000) continue;
    if (task && !isPast && task.status === 'open' && task.missing > 0) continue;
    const counts = task && task.status !== 'cancelled';
    result = withEnd(result, id, counts ? task.coming : null);
  }
  return result;
}
