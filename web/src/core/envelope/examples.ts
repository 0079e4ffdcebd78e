// One example of every command, with all fields at values that are not their defaults, and a few at
// the edges. The golden bytes of tests/vectors/envelope.json are made of these.
import type { TaskDraftView } from '../api-types';
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
import type { CommandInput } from './commands';

const round = 'a0b1c2d3e4f5061728394a5b6c7d8e9f' as RoundId;
const alert = '0f1e2d3c4b5a69788796a5b4c3d2e1f0' as AlertId;
const willing = (round + '5c'.repeat(16)) as WillingId;
const task = '00112233445566778899aabbccddeeff' as TaskId;
const otherTask = '10112233445566778899aabbccddeeff' as TaskId;
const series = 'f0e0d0c0b0a090807060504030201000' as SeriesId;
const member = '0123456789abcdef0123456789abcdef' as MemberId;
const key = '11'.repeat(32) as PublicKey;
const guild = 'kitchen' as GuildId;
const sector = 'food' as SectorId;
const skill = 'kitchen-lead' as SkillId;
const start = '2026-11-24T17:00:00Z' as Instant;
const end = '2026-11-24T19:30:00Z' as Instant;
const local = '2026-11-24T18:00' as LocalTime;
const rule = 'FREQ=WEEKLY;BYDAY=MO,TH';

export const fullDraft: TaskDraftView = {
  guild,
  sector,
  title: 'Cook dinner for 75',
  why: 'Seventy-five people sit down at seven and are hungry.',
  details: 'Apron on, hands washed. Crème brûlée on Thursdays.',
  venue: 'kitchen' as VenueId,
  template: 'cook-dinner' as TemplateId,
  start,
  end,
  due: null,
  minutes: 150,
  people_min: 3,
  people_max: 5,
  trainees_max: 1,
  certificates: ['food-hygiene' as SkillId, skill],
  skills_helpful: ['knife-skills' as SkillId],
  skills_taught: ['cooking-for-many' as SkillId, 'menu-planning' as SkillId],
  importance: 3,
  urgency: 'urgent',
  effort: 'heavy',
  gathering: true,
  diners: 75,
  diners_per_person: 25,
};

/** Open-ended, and every field that can stay empty is empty. */
export const bareDraft: TaskDraftView = {
  ...fullDraft,
  sector: '' as SectorId,
  title: 'Mend the fence',
  why: '',
  details: '',
  venue: '',
  template: '',
  start: null,
  end: null,
  due: '2026-12-24T00:00:00Z' as Instant,
  trainees_max: 0,
  certificates: [],
  skills_helpful: [],
  skills_taught: [],
  importance: 1,
  urgency: 'calm',
  effort: 'light',
  gathering: false,
  diners: 0,
  diners_per_person: 0,
};

const timeless = { ...fullDraft, start: null, end: null };

export const examples: readonly CommandInput[] = [
  { kind: 'create_invitation', invitation_key: key, expires_at: end, uses_max: 3 },
  { kind: 'revoke_invitation', invitation_key: key },
  { kind: 'join', name: 'Ana Łuczak', invitation_key: key, invitation_signature: '22'.repeat(64) },
  { kind: 'rename_member', name: 'Ana' },
  { kind: 'leave_commune' },
  { kind: 'found_guild', guild, name: 'Kitchen', sector, about: 'Feeds everybody.' },
  { kind: 'change_guild', guild, name: 'The kitchen', about: 'Feeds everybody, twice.' },
  { kind: 'join_guild', guild },
  { kind: 'leave_guild', guild },
  { kind: 'grant_stewardship', guild, member },
  { kind: 'step_down', guild },
  { kind: 'put_skill', skill, name: 'Lead a kitchen', sector, certified_by: guild },
  { kind: 'grant_certificate', skill, member, valid_until: end },
  { kind: 'grant_certificate', skill, member, valid_until: null },
  { kind: 'revoke_certificate', skill, member },
  { kind: 'put_venue', venue: 'mill' as VenueId, name: 'The mill', x_m: -350, y_m: 1200 },
  { kind: 'put_venue', venue: 'common-house' as VenueId, name: 'Common house', x_m: 0, y_m: 0 },
  { kind: 'post_task', task, draft: fullDraft },
  { kind: 'post_task', task, draft: bareDraft },
  { kind: 'change_task', task, revision: 300, draft: fullDraft, reason: 'Two more guests.' },
  { kind: 'cancel_task', task, reason: 'The oven is broken.' },
  {
    kind: 'record_unasked',
    task,
    guild,
    sector,
    title: 'Unblocked the drain',
    start,
    minutes: 45,
    people: 2,
    guests: 1,
  },
  { kind: 'set_guests', task, guests: 4 },
  { kind: 'set_guests', task, guests: 0 },
  { kind: 'confirm_done', task },
  { kind: 'put_template', template: 'cook-dinner' as TemplateId, draft: timeless },
  { kind: 'remove_template', template: 'cook-dinner' as TemplateId },
  { kind: 'post_series', series, draft: timeless, first_local: local, rule, length_minutes: 150 },
  {
    kind: 'change_series',
    series,
    revision: 2,
    draft: timeless,
    first_local: local,
    rule,
    length_minutes: 120,
    reason: 'Shorter.',
  },
  { kind: 'end_series', series, reason: 'Winter.' },
  { kind: 'post_occurrence', series, local, start, end },
  { kind: 'take_place', task, participant: key, trainee: true, show_name: true },
  { kind: 'take_place', task, participant: key, trainee: false, show_name: false },
  { kind: 'hand_back', task },
  { kind: 'seek_swap', task, seeking: true },
  { kind: 'mark_done', task, minutes: 140 },
  {
    kind: 'give_feedback',
    task,
    enjoyed: true,
    hard: true,
    too_long: true,
    unsafe: true,
    learned: true,
    note: 'Knives are blunt.',
  },
  { kind: 'hide_name', task },
  {
    kind: 'open_round',
    round,
    from: '2026-11-30T00:00:00Z' as Instant,
    until: '2026-12-07T00:00:00Z' as Instant,
    closes_at: '2026-11-27T20:00:00Z' as Instant,
    confirm_by: '2026-11-29T20:00:00Z' as Instant,
    weekly: true,
  },
  {
    kind: 'declare_willing',
    round,
    participant: key,
    offers: [
      { task, weight: 100, trainee: false },
      { task: otherTask, weight: 1, trainee: true },
    ],
    minutes_max: 360,
    places_max: 3,
    rooms: [
      { sector: 'arts' as SectorId, minutes: 0 },
      { sector, minutes: 240 },
    ],
  },
  {
    kind: 'declare_willing',
    round,
    participant: key,
    offers: [],
    minutes_max: 0,
    places_max: 0,
    rooms: [],
  },
  {
    kind: 'clear_round',
    round,
    revision: 12,
    given: [
      { willing, task },
      { willing, task: otherTask },
    ],
    extra: [{ task, people: 1 }],
    task_prices: [
      { task, place: '9223372036854775807', trainee: '0' },
      { task: otherTask, place: '-3', trainee: '1152921504606846976' },
    ],
    room_prices: [{ willing, sector, price: '-9007199254740993' }],
  },
  { kind: 'accept_place', round, task, participant: key, show_name: true },
  { kind: 'decline_place', round, task },
  {
    kind: 'put_device',
    key,
    name: 'Freezer in the cellar',
    guild,
    template: 'cook-dinner' as TemplateId,
    venue: 'kitchen' as VenueId,
    trusted: true,
    removed: true,
    role: 'neighbour',
  },
  {
    kind: 'raise_alert',
    alert,
    guild,
    template: 'cook-dinner' as TemplateId,
    venue: 'kitchen' as VenueId,
    text: 'The freezer is at minus four.',
  },
  { kind: 'confirm_alert', alert },
  { kind: 'dismiss_alert', alert, reason: 'The door stood open.' },
  {
    kind: 'relay_call',
    alert,
    text: 'Pump the cellar out, Mill',
    start: '2026-11-22T18:00:00Z' as Instant,
    end: '2026-11-22T20:00:00Z' as Instant,
    people: 3,
  },
  { kind: 'adjust_call', alert, people: 0, reason: 'Enough are here: thank you.' },
  { kind: 'set_visitors', task, people: 2 },
];
