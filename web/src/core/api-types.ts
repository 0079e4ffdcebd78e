// The JSON API of the node, written once. Field names are the node's (snake_case), so that what a
// screen shows can be found again in the API's documents. No logic here.
import type {
  AlertId,
  ChainId,
  EnvelopeId,
  GuildId,
  Instant,
  LocalDate,
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
} from './ids';

export interface AtHeight {
  height: number;
}

export interface CommuneView extends AtHeight {
  name: string;
  zone: string; // IANA
  chain: ChainId;
  founded_at: Instant;
  demo: boolean;
  digest: string;
  members: number;
  adults: number;
  children: number;
  baseline_hours: number; // a year and person, over all sectors
  now: Instant;
}

export interface Sector {
  id: SectorId;
  name: string;
  about: string;
  baseline_hours: number; // a year and person
}

export interface Guild {
  id: GuildId;
  name: string;
  sector: SectorId;
  about: string;
  members: number;
  stewards: { member: MemberId; name: string }[];
}

export interface Venue {
  id: VenueId;
  name: string;
  x_m: number; // metres east of the commune's centre
  y_m: number; // metres north of it
}

export interface Skill {
  id: SkillId;
  name: string;
  sector: SectorId | '';
  certified_by: GuildId | ''; // not empty: a certificate
}

export type Urgency = 'calm' | 'soon' | 'urgent';
export type Effort = 'light' | 'medium' | 'heavy';
export type Importance = 1 | 2 | 3; // nice to have, matters, vital

/** What a guild asks for: the part that tasks, templates and standing requests share. */
export interface TaskDraftView {
  guild: GuildId;
  sector: SectorId;
  title: string;
  why: string;
  details: string;
  venue: VenueId | '';
  template: TemplateId | '';
  start: Instant | null; // null with end: open-ended
  end: Instant | null;
  due: Instant | null; // open-ended tasks: wanted by then
  minutes: number; // one person's effort
  people_min: number;
  people_max: number;
  trainees_max: number;
  certificates: SkillId[];
  skills_helpful: SkillId[];
  skills_taught: SkillId[];
  importance: Importance;
  urgency: Urgency;
  effort: Effort;
  gathering: boolean;
  diners: number; // how many eat
  diners_per_person: number; // one person for so many, so people_min follows; 0: no such rule
}

export type PlaceStatus = 'taken' | 'done' | 'confirmed';

export interface Place {
  participant: PublicKey;
  name: string | null; // only where the person shows it
  member: MemberId | null;
  trainee: boolean;
  status: PlaceStatus;
  seeking_swap: boolean;
  minutes: number; // with done
}

export interface FeedbackCounts {
  enjoyed: number;
  hard: number;
  too_long: number;
  unsafe: number;
  learned: number;
}

/** A place that is kept free for somebody until they answer. */
export interface Invited {
  willing: WillingId;
  trainee: boolean;
  until: Instant;
}

/** People who come from a neighbouring commune, as its messenger says. */
export interface Visitors {
  name: string; // the neighbour, as it is known here
  people: number;
}

export type TaskStatus = 'open' | 'cancelled' | 'recorded';

export interface Task extends TaskDraftView {
  id: TaskId;
  series: SeriesId | null;
  status: TaskStatus;
  reason: string; // of the last change or of the cancellation
  revision: number;
  posted_at: Instant;
  changed_at: Instant;
  short_since: Instant | null; // since when people are missing
  guests: number;
  coming: number;
  missing: number;
  free: number; // those kept for somebody who is invited included: see board/free.ts
  trainees_free: number;
  places: Place[];
  invited: Invited[];
  visitors: Visitors[]; // they count as coming, and take no place
  neighbour: string; // the neighbouring commune whose call it is; '': our own
  feedback: FeedbackCounts;
}

export interface Template {
  id: TemplateId;
  draft: TaskDraftView;
}

export interface Series {
  id: SeriesId;
  draft: TaskDraftView;
  first_local: LocalTime;
  rule: string; // RFC 5545 RRULE value
  length_minutes: number;
  revision: number;
  ended: boolean;
}

export interface Catalogue extends AtHeight {
  sectors: Sector[];
  guilds: Guild[];
  venues: Venue[];
  skills: Skill[];
  templates: Template[];
  series: Series[];
}

export interface Member {
  id: MemberId;
  name: string;
  joined_at: Instant;
  guilds: GuildId[];
  certificates: { skill: SkillId; valid_until: Instant | null }[];
}

export interface MembersView extends AtHeight {
  members: Member[];
}

export interface TaskQuery {
  sector?: SectorId;
  guild?: GuildId;
  venue?: VenueId;
  skill?: SkillId;
  from?: Instant;
  to?: Instant;
  q?: string;
  open?: boolean;
  limit?: number;
  after?: string;
}

export interface TaskPage extends AtHeight {
  total: number;
  tasks: Task[];
  next: string | null;
}

export interface NotesView extends AtHeight {
  notes: string[];
}

export type Period = 'week' | 'month' | 'year';

export interface SectorProgress {
  id: SectorId;
  name: string;
  planned_hours: number;
  done_hours: number;
  confirmed_hours: number;
  percent: number;
  baseline_hours: number;
}

export interface GuildProgress {
  id: GuildId;
  name: string;
  sector: SectorId;
  planned_hours: number;
  done_hours: number;
  percent: number;
}

export interface ProgressView extends AtHeight {
  period: Period;
  from: Instant;
  to: Instant;
  label: string;
  sectors: SectorProgress[];
  guilds: GuildProgress[];
  places_min: number;
  places_covered: number;
  history: {
    from: Instant;
    to: Instant;
    sectors: { id: SectorId; planned_hours: number; done_hours: number }[];
  }[];
}

export interface DemoPerson {
  slug: string;
  name: string;
  about: string;
  guilds: GuildId[];
  member: MemberId;
  interests: SkillId[];
  aspirations: SkillId[];
  availability: string; // "mornings, weekends"
}

export interface DemoPeopleView extends AtHeight {
  people: DemoPerson[];
}

export interface InvitationView extends AtHeight {
  valid: boolean;
  reason: string;
  commune: string;
}

export interface CommandReceipt extends AtHeight {
  id: EnvelopeId;
  events: { kind: string; id: string }[];
}

export interface StreamBlock {
  height: number;
  time: Instant;
  tasks: Task[];
  catalogue: boolean;
  members: boolean;
  rounds: boolean;
  calls: boolean; // alerts or devices
}

export interface Round {
  id: RoundId;
  from: Instant; // of tasks that begin in [from, until)
  until: Instant;
  closes_at: Instant;
  confirm_by: Instant;
  weekly: boolean;
  revision: number;
  people: number; // who said something
  clearings: number; // how often it was shared out
  stale: boolean; // somebody declined since
}

/** A kind of work that was hard to fill last month, and the window of this month's turn. */
export interface HardToFill {
  template: TemplateId;
  places_needed: number;
  places_open: number;
  begin: number;
  end: number;
}

export interface RoundsView extends AtHeight {
  rounds: Round[];
  hard_to_fill: HardToFill[];
}

export interface Offer {
  task: TaskId;
  weight: number; // 1 if need be, to 100 gladly
  trainee: boolean;
}

export interface SectorRoom {
  sector: SectorId;
  minutes: number;
}

/** What one person said for one round, under a key of this round alone. */
export interface Willing {
  id: WillingId;
  participant: PublicKey;
  offers: Offer[];
  minutes_max: number;
  places_max: number;
  rooms: SectorRoom[];
  kept: TaskId[]; // accepted
}

export interface Levels {
  coverage: number;
  burden: number;
  willingness: number;
}

export interface ClearingSummary {
  number: number;
  at: Instant;
  places: number; // that were given
  reached: Levels;
  bound: Levels; // no sharing out is better
  optimal: boolean;
}

/** Why places stay open: these tasks lack people who may do all that is required. */
export interface Shortage {
  tasks: TaskId[];
  places_needed: number;
  places_covered: number;
  people_offering: number;
  required: SkillId[];
}

export interface RoundAnswer extends AtHeight {
  round: Round;
  willing: Willing[];
  clearing: ClearingSummary | null;
  shortages: Shortage[];
}

export type AlertStatus = 'open' | 'confirmed' | 'dismissed' | 'withdrawn';

export interface Alert {
  id: AlertId;
  guild: GuildId;
  template: TemplateId | '';
  venue: VenueId | '';
  text: string;
  raised_at: Instant;
  last_at: Instant;
  reports: number; // people and devices that said so
  status: AlertStatus; // confirmed: the task of the same id
  reason: string;
  asked_until: Instant; // its guild's phones ask until then, as long as it is open
  end: Instant | null; // open: until when it may be confirmed; else of a neighbour's call
}

export interface AlertsView extends AtHeight {
  alerts: Alert[];
}

/** A neighbour's calls are heard here; a messenger takes ours to one and says how many come. */
export type DeviceRole = 'sensor' | 'neighbour' | 'messenger';

export interface Device {
  key: PublicKey;
  name: string;
  guild: GuildId;
  template: TemplateId | '';
  venue: VenueId | '';
  trusted: boolean;
  role: DeviceRole;
}

export interface DevicesView extends AtHeight {
  devices: Device[];
}

export interface ErrorBody {
  error: { code: string; message: string; number?: number };
}

export type ProgressQuery = { period: Period; at?: LocalDate };

/** As the browser gives it; `replaces`: the id of the one that it had before. */
export interface PushSubscriptionView {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
  readonly replaces?: string;
}

/** One gathering of contributions to the commune's model; `id` is a digest of all of it. */
export interface LearningRound {
  id: string;
  number: number; // seconds since 1970: when it opened
  closes_at: Instant;
  norm_squared_max: number;
  noise_variance: number;
  devices_min: number;
  kinds: TemplateId[];
  helpers: { name: string; key: string }[];
}

export interface LearningView {
  on: boolean;
  round: LearningRound | null; // that is open
  last: {
    number: number;
    end: 'learnt' | 'too_few' | 'helpers_lost' | 'refused';
    contributions: number;
  } | null;
  model: string | null; // digest of its bytes
}
