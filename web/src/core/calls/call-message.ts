// A message of the node about a call, or about a report that waits for its guild's word, as a push service
// brings it: sealed for this browser, the same for everybody. Fields as in the API; what it leaves out has
// its usual value.
import type { Task } from '../api-types';
import type { ChainId } from '../ids';
import type { Asked } from './question';

interface Heading {
  readonly chain: ChainId;
  readonly isOver: boolean; // its time has passed: the last that is heard of it
}
export interface TaskMessage extends Heading {
  readonly task: Task;
}
export interface QuestionMessage extends Heading {
  readonly alert: Asked;
}
export type CallMessage = TaskMessage | QuestionMessage;

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
const wantedOfAlert: readonly (keyof Asked)[] = [
  ...(['id', 'guild', 'template', 'venue', 'text'] as const),
  ...(['raised_at', 'asked_until', 'status'] as const),
];
const lists = ['certificates', 'skills_helpful', 'skills_taught'] as const;

/** Null: not such a message. */
export function parsePushed(text: string): PushedMessage {
  let message: Partial<Record<'chain' | 'test' | 'over', unknown>> &
    Partial<Record<'task' | 'alert', Record<string, unknown> | null>>;
  try {
    message = JSON.parse(text) as typeof message;
  } catch {
    return null;
  }
  if (message?.test === true) return 'test';
  if (typeof message?.chain !== 'string') return null;
  const heading: Heading = { chain: message.chain as ChainId, isOver: message.over === true };
  const { task, alert } = message;
  if (typeof task === 'object' && task !== null)
    return isTask(task) ? { ...heading, task: whole(task) } : null;
  if (typeof alert !== 'object' || alert === null) return null;
  const isAlert = wantedOfAlert.every((name) => typeof alert[name] === 'string');
  return isAlert ? { ...heading, alert: alert as unknown as Asked } : null;
}

function isTask(task: Record<string, unknown>): boolean {
  return (
    Object.entries(wanted).every(([name, type]) => typeof task[name] === type) &&
    lists.every((name) => Array.isArray(task[name])) &&
    [task['start'], task['end'], task['series'], task['short_since']].every(
      (time) => time === null || typeof time === 'string',
    ) &&
    ['string', 'undefined'].includes(typeof task['neighbour'])
  );
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
