// Lays the commands that still wait over the board: what it will look like if the commune says yes.
// Only a picture: the ledger decides, and its answer replaces every line drawn here.
import { toInstant } from '../clock';
import type { Place, Task, TaskDraftView } from '../api-types';
import type { CommandInput } from '../envelope/commands';
import type { GuildId, MemberId, PublicKey, RoundId, SectorId, TaskId, WillingId } from '../ids';
import type { QueuedCommand } from '../outbox/item';
import { recount } from './counts';
import type { BoardTask, Indexed } from './state';

export interface Me {
  member: MemberId;
  name: string;
  participant: (task: TaskId) => PublicKey;
  willing: (round: RoundId) => WillingId;
}

/** The given map itself where nothing waits. */
export function overlay(
  tasks: ReadonlyMap<TaskId, Task>,
  waiting: readonly QueuedCommand[],
  me: Me | null,
  catalogue: Indexed,
): ReadonlyMap<TaskId, BoardTask> {
  const mine = me
    ? waiting.filter((item) => item.member === me.member && item.state !== 'refused')
    : [];
  if (!me || mine.length === 0) return tasks;
  const result = new Map<TaskId, BoardTask>(tasks);
  for (const item of mine) {
    const id = 'task' in item.command ? item.command.task : null;
    if (!id) continue;
    const before = result.get(id);
    const after = effect(item.command, before, me, catalogue, item.queuedAt);
    if (after === undefined) continue;
    const mark = { id: item.id, kind: item.command.kind };
    result.set(id, recount({ ...after, waiting: [...(before?.waiting ?? []), mark] }));
  }
  return result;
}

/** Undefined: this command shows nothing on the board. */
function effect(
  command: CommandInput,
  task: BoardTask | undefined,
  me: Me,
  catalogue: Indexed,
  now: number,
): BoardTask | undefined {
  if (command.kind === 'post_task')
    return task ?? fresh(command.task, command.draft, catalogue, now);
  if (command.kind === 'record_unasked') return task ?? recorded(command, catalogue, now);
  if (!task) return undefined;
  const mine = (change: (place: Place) => Place): BoardTask => ({
    ...task,
    places: task.places.map((place) =>
      place.participant === me.participant(task.id) ? change(place) : place,
    ),
  });
  switch (command.kind) {
    case 'take_place':
      return taken(task, command.participant, command.trainee, command.show_name ? me : null);
    case 'accept_place':
      return accepted(task, command, me);
    case 'decline_place':
      return notInvited(task, me.willing(command.round));
    case 'hand_back':
      return {
        ...task,
        places: task.places.filter((place) => place.participant !== me.participant(task.id)),
      };
    case 'seek_swap':
      return mine((place) => ({ ...place, seeking_swap: command.seeking }));
    case 'mark_done':
      return mine((place) => ({
        ...place,
        status: 'done',
        minutes: command.minutes,
        seeking_swap: false,
      }));
    case 'hide_name':
      return mine((place) => ({ ...place, name: null, member: null }));
    case 'confirm_done':
      return { ...task, places: task.places.map((place) => confirmed(place, me, task.id)) };
    case 'change_task':
      return {
        ...task,
        ...command.draft,
        sector: command.draft.sector || task.sector,
        reason: command.reason,
      };
    case 'cancel_task':
      return { ...task, status: 'cancelled', reason: command.reason };
    case 'set_guests':
      return { ...task, guests: command.guests };
    case 'give_feedback':
      return task;
    default:
      return undefined;
  }
}

function notInvited(task: BoardTask, willing: WillingId): BoardTask {
  return { ...task, invited: task.invited.filter((invited) => invited.willing !== willing) };
}

function accepted(
  task: BoardTask,
  command: Extract<CommandInput, { kind: 'accept_place' }>,
  me: Me,
): BoardTask {
  const willing = me.willing(command.round);
  const trainee = task.invited.find((invited) => invited.willing === willing)?.trainee ?? false;
  const shown = command.show_name ? me : null;
  return taken(notInvited(task, willing), command.participant, trainee, shown);
}

function taken(
  task: BoardTask,
  participant: PublicKey,
  trainee: boolean,
  shown: Me | null,
): BoardTask {
  if (task.places.some((place) => place.participant === participant)) return task;
  const place: Place = {
    participant,
    name: shown?.name ?? null,
    member: shown?.member ?? null,
    trainee,
    status: 'taken',
    seeking_swap: false,
    minutes: 0,
  };
  return { ...task, places: [...task.places, place] };
}

function confirmed(place: Place, me: Me, task: TaskId): Place {
  const others = place.status === 'done' && place.participant !== me.participant(task);
  return others ? { ...place, status: 'confirmed' } : place;
}

/** What a task has before anybody came or changed it. */
export const nothingYet = {
  series: null,
  short_since: null,
  reason: '',
  revision: 1,
  guests: 0,
  coming: 0,
  missing: 0,
  free: 0,
  trainees_free: 0,
  places: [],
  invited: [],
  visitors: [],
  neighbour: '',
  feedback: { enjoyed: 0, hard: 0, too_long: 0, unsafe: 0, learned: 0 },
};

function fresh(id: TaskId, draft: TaskDraftView, catalogue: Indexed, now: number): BoardTask {
  const at = toInstant(now);
  const sector = sectorOf(draft.guild, draft.sector, catalogue);
  return { ...draft, ...nothingYet, id, sector, status: 'open', posted_at: at, changed_at: at };
}

function recorded(
  command: Extract<CommandInput, { kind: 'record_unasked' }>,
  catalogue: Indexed,
  now: number,
): BoardTask {
  const { guild, title, start, minutes, people, guests } = command;
  const end = toInstant(Date.parse(start) + minutes * 60_000);
  const draft: TaskDraftView = {
    guild,
    sector: sectorOf(guild, command.sector ?? '', catalogue),
    title,
    why: '',
    details: '',
    venue: '',
    template: '',
    start,
    end,
    due: null,
    minutes,
    people_min: people,
    people_max: people,
    trainees_max: 0,
    certificates: [],
    skills_helpful: [],
    skills_taught: [],
    importance: 2,
    urgency: 'calm',
    effort: 'light',
    gathering: false,
    diners: 0,
    diners_per_person: 0,
  };
  return { ...fresh(command.task, draft, catalogue, now), status: 'recorded', guests };
}

function sectorOf(guild: GuildId, sector: SectorId | '', catalogue: Indexed): SectorId {
  return sector || (catalogue.guilds.get(guild)?.sector ?? ('' as SectorId));
}
