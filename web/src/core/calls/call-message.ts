// A message of the node about a call, as a push service brings it: sealed for this browser, the same for
// everybody. Fields as in the API; what it leaves out has its usual value.
import type { Task } from '../api-types';
import type { ChainId } from '../ids';

export interface CallMessage {
  readonly chain: ChainId;
  readonly task: Task;
  readonly isOver: boolean; // its time has passed: the last that is heard of it
}

export type PushedMessage = CallMessage | 'test' | null;

const wanted = {
  id: 'string',
  guild: 'string',
  sector: 'string',
  title: 'string',
  venue: 'string',
  template: 'string',
  posted_at: 'string',
  urgency: 'string',
  importance: 'number',
  status: 'string',
  minutes: 'number',
  people_min: 'number',
  people_max: 'number',
  coming: 'number',
  missing: 'number',
  free: 'number',
} as const;
const lists = ['certificates', 'skills_helpful', 'skills_taught'] as const;

/** Null: not such a message. */
export function parsePushed(text: string): PushedMessage {
  let message: { chain?: unknown; test?: unknown; over?: unknown; task?: Record<string, unknown> };
  try {
    message = JSON.parse(text) as typeof message;
  } catch {
    return null;
  }
  if (message?.test === true) return 'test';
  const task = message?.task;
  if (typeof message?.chain !== 'string' || typeof task !== 'object' || task === null) return null;
  const fits =
    Object.entries(wanted).every(([name, type]) => typeof task[name] === type) &&
    lists.every((name) => Array.isArray(task[name])) &&
    [task['start'], task['end'], task['series'], task['short_since']].every(
      (time) => time === null || typeof time === 'string',
    ) &&
    ['string', 'undefined'].includes(typeof task['neighbour']);
  if (!fits) return null;
  const isOver = message.over === true;
  return { chain: message.chain as ChainId, task: whole(task), isOver };
}

function whole(given: Record<string, unknown>): Task {
  const unsaid = {
    why: '',
    details: '',
    due: null,
    trainees_max: 0,
    effort: 'medium',
    gathering: false,
    diners: 0,
    diners_per_person: 0,
    reason: '',
    revision: 1,
    changed_at: given['posted_at'],
    guests: 0,
    trainees_free: 0,
    places: [],
    invited: [],
    visitors: [],
    neighbour: '',
    feedback: { enjoyed: 0, hard: 0, too_long: 0, unsafe: 0, learned: 0 },
  };
  return { ...unsaid, ...given } as unknown as Task;
}
