// What was reported to a guild and waits for an answer: its people are asked as by an urgent call for one
// person, by the same policy and budget, and nobody beyond the guild. It has the id of the task that it may
// become, so that whoever was asked is not asked twice.
import type { Alert } from '../api-types';
import { recount } from '../board/counts';
import { nothingYet } from '../board/overlay';
import type { BoardTask, Indexed } from '../board/state';
import type { GuildId, TaskId } from '../ids';

export type CallTask = BoardTask & { readonly isQuestion?: boolean };

const plainMinutes = 60; // as the ledger takes it

/** Of a report, what its guild is asked. */
export type Asked = Pick<
  Alert,
  'id' | 'guild' | 'template' | 'venue' | 'text' | 'raised_at' | 'asked_until' | 'status'
>;

/** Those of my guilds that are no tasks. */
export function questionsFor(
  alerts: readonly Asked[],
  guilds: readonly GuildId[],
  tasks: ReadonlyMap<TaskId, unknown>,
  catalogue: Indexed,
): ReadonlyMap<TaskId, CallTask> {
  const asked = alerts.filter(
    ({ id, guild, status }) =>
      status !== 'confirmed' && guilds.includes(guild) && !tasks.has(id as string as TaskId),
  );
  return new Map(
    asked.map((alert) => [alert.id as string as TaskId, questionOf(alert, catalogue)]),
  );
}

/** As the guild’s phones ask it; what was answered with no is cancelled. */
export function questionOf(alert: Asked, catalogue: Indexed): CallTask {
  return recount({
    ...nothingYet,
    id: alert.id as string as TaskId,
    isQuestion: true,
    guild: alert.guild,
    sector: catalogue.guilds.get(alert.guild)?.sector ?? ('' as never),
    title: alert.text,
    why: '',
    details: '',
    venue: alert.venue,
    template: alert.template,
    start: alert.raised_at,
    end: alert.asked_until,
    due: null,
    minutes: plainMinutes,
    people_min: 1,
    people_max: 1,
    trainees_max: 0,
    certificates: [], // anybody in the guild can say whether it is so
    skills_helpful: [],
    skills_taught: [],
    importance: 3,
    urgency: 'urgent',
    effort: 'light',
    gathering: false,
    diners: 0,
    diners_per_person: 0,
    status: alert.status === 'open' ? 'open' : 'cancelled',
    posted_at: alert.raised_at,
    changed_at: alert.raised_at,
    short_since: alert.raised_at,
  });
}
