// What a person can ask of the commune, as plain values: ids in hex, times as instants, field names
// as in api/commune.proto. Such a value can be kept, shown and signed; it is no bytes yet.
import type { DeviceRole, Effort, Importance, TaskDraftView, Urgency } from '../api-types';
import type {
  AlertId,
  GuildId,
  Instant,
  LocalTime,
  MemberId,
  PublicKey,
  RoundId,
  SectorId,
  SeriesId,
  SkillId,
  TaskId,
  TemplateId,
  VenueId,
  WillingId,
} from '../ids';

/** A draft as a screen fills it in: what is left out takes its usual value (see `completeDraft`). */
export type DraftInput = Pick<
  TaskDraftView,
  'guild' | 'title' | 'minutes' | 'people_min' | 'people_max'
> &
  Partial<TaskDraftView>;

export interface SkillInput {
  skill: SkillId;
  name: string;
  sector: SectorId | '';
  certified_by: GuildId | '';
}

export interface VenueInput {
  venue: VenueId;
  name: string;
  x_m: number;
  y_m: number;
}

export interface GuildInput {
  guild: GuildId;
  name: string;
  sector: SectorId;
  about: string;
}

export interface UnaskedInput {
  guild: GuildId;
  sector?: SectorId;
  title: string;
  start: Instant;
  minutes: number;
  people: number;
  guests: number;
}

export interface SeriesInput {
  draft: DraftInput;
  first_local: LocalTime;
  rule: string;
  length_minutes: number;
}

export interface FeedbackInput {
  enjoyed?: boolean;
  hard?: boolean;
  too_long?: boolean;
  unsafe?: boolean;
  learned?: boolean;
  note?: string;
}

export interface RoundInput {
  from: Instant; // of tasks that begin in [from, until)
  until: Instant;
  closes_at: Instant;
  confirm_by: Instant;
  weekly: boolean;
}

/** What a person would like of a round; offers and rooms in any order. */
export interface WillingInput {
  offers: { task: TaskId; weight: number; trainee: boolean }[]; // weight 1 if need be, to 100 gladly
  minutes_max: number;
  places_max: number;
  rooms: { sector: SectorId; minutes: number }[];
}

export interface DeviceInput {
  key: PublicKey;
  name: string;
  guild: GuildId;
  template: TemplateId | '';
  venue: VenueId | '';
  trusted: boolean;
  removed: boolean;
  role: DeviceRole;
}

export interface AlertInput {
  guild: GuildId;
  template: TemplateId | '';
  venue: VenueId | '';
  text: string;
}

/** Prices are 64-bit: decimal digits as text. */
interface ClearingInput {
  round: RoundId;
  revision: number;
  given: { willing: WillingId; task: TaskId }[];
  extra: { task: TaskId; people: number }[];
  task_prices: { task: TaskId; place: string; trainee: string }[];
  room_prices: { willing: WillingId; sector: SectorId; price: string }[];
}

interface Kinds {
  create_invitation: { invitation_key: PublicKey; expires_at: Instant; uses_max: number };
  revoke_invitation: { invitation_key: PublicKey };
  join: { name: string; invitation_key: PublicKey; invitation_signature: string };
  rename_member: { name: string };
  leave_commune: object;
  found_guild: GuildInput;
  change_guild: Omit<GuildInput, 'sector'>;
  join_guild: { guild: GuildId };
  leave_guild: { guild: GuildId };
  grant_stewardship: { guild: GuildId; member: MemberId };
  step_down: { guild: GuildId };
  put_skill: SkillInput;
  grant_certificate: { skill: SkillId; member: MemberId; valid_until: Instant | null };
  revoke_certificate: { skill: SkillId; member: MemberId };
  put_venue: VenueInput;
  post_task: { task: TaskId; draft: TaskDraftView };
  change_task: { task: TaskId; revision: number; draft: TaskDraftView; reason: string };
  cancel_task: { task: TaskId; reason: string };
  record_unasked: UnaskedInput & { task: TaskId };
  set_guests: { task: TaskId; guests: number };
  confirm_done: { task: TaskId };
  put_template: { template: TemplateId; draft: TaskDraftView };
  remove_template: { template: TemplateId };
  post_series: Omit<SeriesInput, 'draft'> & { series: SeriesId; draft: TaskDraftView };
  change_series: Omit<SeriesInput, 'draft'> & {
    series: SeriesId;
    draft: TaskDraftView;
    revision: number;
    reason: string;
  };
  end_series: { series: SeriesId; reason: string };
  post_occurrence: { series: SeriesId; local: LocalTime; start: Instant; end: Instant };
  take_place: { task: TaskId; participant: PublicKey; trainee: boolean; show_name: boolean };
  hand_back: { task: TaskId };
  seek_swap: { task: TaskId; seeking: boolean };
  mark_done: { task: TaskId; minutes: number };
  give_feedback: FeedbackInput & { task: TaskId };
  hide_name: { task: TaskId };
  open_round: RoundInput & { round: RoundId };
  declare_willing: WillingInput & { round: RoundId; participant: PublicKey };
  clear_round: ClearingInput;
  accept_place: { round: RoundId; task: TaskId; participant: PublicKey; show_name: boolean };
  decline_place: { round: RoundId; task: TaskId };
  put_device: DeviceInput;
  raise_alert: AlertInput & { alert: AlertId };
  confirm_alert: { alert: AlertId };
  dismiss_alert: { alert: AlertId; reason: string };
  relay_call: { alert: AlertId; text: string; start: Instant; end: Instant; people: number };
  adjust_call: { alert: AlertId; people: number; reason: string };
  set_visitors: { task: TaskId; people: number };
}

export type CommandKind = keyof Kinds;
export type CommandOf<K extends CommandKind> = { kind: K } & Kinds[K];
export type CommandInput = { [K in CommandKind]: CommandOf<K> }[CommandKind];

export type Credential = 'member' | 'participant' | 'newcomer' | 'device';

const byParticipant: ReadonlySet<CommandKind> = new Set([
  'hand_back',
  'seek_swap',
  'mark_done',
  'give_feedback',
  'hide_name',
] satisfies CommandKind[]);

const byDevice: ReadonlySet<CommandKind> = new Set([
  'relay_call',
  'adjust_call',
  'set_visitors',
] satisfies CommandKind[]);

/** Whose key signs: after taking a place, only the key of that place speaks about it. */
export function credentialOf(kind: CommandKind): Credential {
  if (kind === 'join') return 'newcomer';
  if (byDevice.has(kind)) return 'device';
  return byParticipant.has(kind) ? 'participant' : 'member';
}

export function taskOf(command: CommandInput): TaskId | null {
  return 'task' in command ? command.task : null;
}

const usual = {
  why: '',
  details: '',
  venue: '',
  template: '',
  start: null,
  end: null,
  due: null,
  trainees_max: 0,
  importance: 2 as Importance,
  urgency: 'calm' as Urgency,
  effort: 'light' as Effort,
  gathering: false,
  diners: 0,
  diners_per_person: 0,
} as const;

export function completeDraft(input: DraftInput, sector: SectorId): TaskDraftView {
  const skills = { certificates: [], skills_helpful: [], skills_taught: [] };
  const draft = { ...usual, sector, ...skills, ...input };
  return { ...draft, people_min: peopleLeast(draft) };
}

/** Of a crew that grows with the table, as the ledger works it out; else what the guild said. */
export function peopleLeast(
  draft: Pick<TaskDraftView, 'people_min' | 'people_max' | 'diners' | 'diners_per_person'>,
): number {
  if (!(draft.diners_per_person > 0)) return draft.people_min;
  const wanted = Math.max(1, Math.ceil(draft.diners / draft.diners_per_person));
  return Math.min(wanted, draft.people_max);
}

/** What the guild asked for, without what has become of it. */
export function draftOf(task: TaskDraftView): TaskDraftView {
  const { guild, sector, title, minutes, people_min, people_max } = task;
  const { certificates, skills_helpful, skills_taught } = task;
  const told = Object.fromEntries(
    (Object.keys(usual) as (keyof typeof usual)[]).map((name) => [name, task[name]]),
  ) as Pick<TaskDraftView, keyof typeof usual>;
  return {
    ...told,
    ...{ guild, sector, title, minutes, people_min, people_max },
    ...{ certificates, skills_helpful, skills_taught },
  };
}
