// What a guild asks for, as a form: strings and numbers that inputs bind to, and the draft they make.
import { live } from '../../app/live.svelte';
import type { Effort, Importance, TaskDraftView, Urgency } from '../../core/api-types';
import { fromLocal, nextAt, toLocal } from '../../core/calendar/zone';
import { peopleLeast, type DraftInput } from '../../core/envelope/commands';
import type { GuildId, Instant, LocalTime, SkillId, TemplateId, VenueId } from '../../core/ids';

export type Kind = 'once' | 'repeat' | 'anytime';

export class DraftForm {
  guild: GuildId;
  template = $state<TemplateId | ''>('');
  title = $state('');
  why = $state('');
  details = $state('');
  venue = $state<VenueId | ''>('');
  kind = $state<Kind>('once');
  date = $state('');
  time = $state('');
  due = $state('');
  minutes = $state(120);
  peopleMin = $state(2);
  peopleMax = $state(4);
  trainees = $state(0);
  byDiners = $state(false);
  diners = $state(40);
  dinersPerPerson = $state(25);
  certificates = $state<SkillId[]>([]);
  helpful = $state<SkillId[]>([]);
  taught = $state<SkillId[]>([]);
  importance = $state<Importance>(2);
  urgency = $state<Urgency>('calm');
  effort = $state<Effort>('medium');
  gathering = $state(false);

  /** For the next evening that is more than an hour away: what begins sooner nobody sees in time. */
  constructor(guild: GuildId) {
    this.guild = guild;
    const next = nextAt('18:00', live.nowMs + 3600_000, live.zone);
    this.date = next.slice(0, 10);
    this.time = next.slice(11, 16);
  }

  fill(draft: TaskDraftView): void {
    this.template = draft.template;
    this.title = draft.title;
    this.why = draft.why;
    this.details = draft.details;
    this.venue = draft.venue;
    this.minutes = draft.minutes;
    this.peopleMin = draft.people_min;
    this.peopleMax = draft.people_max;
    this.trainees = draft.trainees_max;
    this.byDiners = draft.diners_per_person > 0;
    if (this.byDiners) {
      this.diners = draft.diners;
      this.dinersPerPerson = draft.diners_per_person;
    }
    this.certificates = [...draft.certificates];
    this.helpful = [...draft.skills_helpful];
    this.taught = [...draft.skills_taught];
    this.importance = draft.importance;
    this.urgency = draft.urgency;
    this.effort = draft.effort;
    this.gathering = draft.gathering;
  }

  fillTimes(draft: TaskDraftView, zone: string): void {
    if (draft.start && draft.end) {
      this.kind = 'once';
      const local = toLocal(draft.start, zone);
      this.date = local.slice(0, 10);
      this.time = local.slice(11, 16);
      this.minutes = Math.round((Date.parse(draft.end) - Date.parse(draft.start)) / 60_000);
    } else {
      this.kind = 'anytime';
      this.due = draft.due ? toLocal(draft.due, zone).slice(0, 10) : '';
    }
  }

  get local(): LocalTime {
    return `${this.date}T${this.time}` as LocalTime;
  }

  /** A wall time that the clocks skip: the commune's day has no such hour. */
  get skipped(): boolean {
    if (!this.date || !this.time) return false;
    return toLocal(fromLocal(this.local, live.zone), live.zone) !== this.local;
  }

  private get table() {
    return {
      diners: this.byDiners ? this.diners : 0,
      diners_per_person: this.byDiners ? this.dinersPerPerson : 0,
    };
  }

  /** As many as are asked for at least: said, or worked out from the table. */
  get least(): number {
    return peopleLeast({
      people_min: this.peopleMin,
      people_max: this.peopleMax,
      ...this.table,
    });
  }

  get complete(): boolean {
    const timed = this.kind === 'anytime' || (this.date !== '' && this.time !== '');
    return this.title.trim() !== '' && timed && this.least <= this.peopleMax && this.minutes > 0;
  }

  /** Without hours: for templates and standing requests. */
  get timeless(): DraftInput {
    return {
      guild: this.guild,
      template: this.template,
      title: this.title.trim(),
      why: this.why.trim(),
      details: this.details.trim(),
      venue: this.venue,
      start: null,
      end: null,
      due: null,
      minutes: this.minutes,
      people_min: this.least,
      people_max: this.peopleMax,
      ...this.table,
      trainees_max: this.trainees,
      certificates: $state.snapshot(this.certificates),
      skills_helpful: $state.snapshot(this.helpful),
      skills_taught: $state.snapshot(this.taught),
      importance: this.importance,
      urgency: this.urgency,
      effort: this.effort,
      gathering: this.gathering,
    };
  }

  get draft(): DraftInput {
    if (this.kind === 'anytime') {
      const due = this.due ? fromLocal(`${this.due}T23:59` as LocalTime, live.zone) : null;
      return { ...this.timeless, due };
    }
    const start = fromLocal(this.local, live.zone);
    const end = new Date(Date.parse(start) + this.minutes * 60_000)
      .toISOString()
      .replace('.000', '') as Instant;
    return { ...this.timeless, start, end };
  }
}
