// The data layer's cells as state that components read. One core per page, opened before the app is drawn.
import { fromStore } from 'svelte/store';
import type { Task } from '../core/api-types';
import { openCore, type Core } from '../core/app-core';
import type { Indexed } from '../core/board/state';
import { makePhrases, type Phrases } from '../core/calendar/phrases';
import { daysBetween, localDate } from '../core/calendar/zone';
import { withFirstWords, type FirstWords } from '../core/i18n/first-words';
import type { GuildId, Instant, LocalDate, SectorId, VenueId } from '../core/ids';
import { database } from './early';
import { pushBrowser } from './push-browser';
import { firstWords, t } from './words.svelte';

function watch(core: Core) {
  return {
    stage: fromStore(core.stage),
    connection: fromStore(core.connection),
    person: fromStore(core.people.current),
    board: fromStore(core.board.state),
    changes: fromStore(core.changes.changes),
    places: fromStore(core.mine.places),
    outbox: fromStore(core.outbox.items),
    loose: fromStore(core.outbox.loose),
    storage: fromStore(core.storage.state),
    profile: fromStore(core.profile.value),
    taste: fromStore(core.taste.value),
    learning: fromStore(core.learning.value),
    history: fromStore(core.history.entries),
    rounds: fromStore(core.rounds.rounds),
    said: fromStore(core.rounds.said),
    turns: fromStore(core.rounds.turns),
    invitations: fromStore(core.rounds.invitations),
    alerts: fromStore(core.rounds.alerts),
    devices: fromStore(core.rounds.devices),
    ringing: fromStore(core.calls.ringing),
    push: fromStore(core.push.state),
    copy: fromStore(core.copy.state),
    copyOn: fromStore(core.copy.on),
  };
}

let opened: Core | null = null;
let cells: ReturnType<typeof watch> | null = null;
let minute = $state(Date.now());

/** Opens what this device remembers; nothing is loaded before `core().go()`. */
export async function startCore(): Promise<void> {
  opened = await openCore({ database, pushBrowser, go: false });
  cells = watch(opened);
  setInterval(() => (minute = Date.now()), 20_000);
}

export function core(): Core {
  if (!opened) throw new Error('startCore() comes first');
  return opened;
}

function seen() {
  if (!cells) throw new Error('startCore() comes first');
  return cells;
}

// Formats are dear: one set for the language and the zone that are in use.
let spoken: { locale: string; zone: string; phrases: Phrases } | null = null;

function phrasesFor(locale: string, zone: string): Phrases {
  if (spoken?.locale !== locale || spoken.zone !== zone) {
    spoken = { locale, zone, phrases: makePhrases({ locale, zone, t }) };
  }
  return spoken.phrases;
}

// The commune's words in the language of the app, made anew only where one of the two changes.
let worded: { from: Indexed; words: FirstWords | null; catalogue: Indexed } | null = null;

function catalogueIn(words: FirstWords | null, from: Indexed): Indexed {
  if (worded?.from !== from || worded.words !== words)
    worded = { from, words, catalogue: withFirstWords(from, words) };
  return worded.catalogue;
}

const toInstant = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z') as Instant;

export const live = {
  get stage() {
    return seen().stage.current;
  },
  get connection() {
    return seen().connection.current;
  },
  get person() {
    return seen().person.current;
  },
  get board() {
    return seen().board.current;
  },
  /** In the language of the app; `board.catalogue` has the words as they are kept. */
  get catalogue() {
    return catalogueIn(firstWords(), seen().board.current.catalogue);
  },
  get commune() {
    return seen().board.current.commune;
  },
  get zone() {
    return seen().board.current.commune?.zone ?? 'UTC';
  },
  get changes() {
    return seen().changes.current;
  },
  get places() {
    return seen().places.current;
  },
  get outbox() {
    return seen().outbox.current;
  },
  /** Waiting commands that this device has no room for: they are gone when the app is closed. */
  get loose() {
    return seen().loose.current;
  },
  get storage() {
    return seen().storage.current;
  },
  get profile() {
    return seen().profile.current;
  },
  get learning() {
    return seen().learning.current;
  },
  get taste() {
    return seen().taste.current;
  },
  get history() {
    return seen().history.current;
  },
  /** Rounds of sharing work, the latest first. */
  get rounds() {
    return seen().rounds.current;
  },
  get turns() {
    return seen().turns.current;
  },
  get said() {
    return seen().said.current;
  },
  /** Places that are kept for me until I answer. */
  get invitations() {
    return seen().invitations.current.filter(({ until }) => Date.parse(until) >= minute);
  },
  get alerts() {
    return seen().alerts.current;
  },
  get devices() {
    return seen().devices.current;
  },
  /** The urgent call that this device rings for. */
  get ringing() {
    return seen().ringing.current;
  },
  /** Whether this browser is woken for calls while the app is closed. */
  get push() {
    return seen().push.current;
  },
  get copy() {
    return seen().copy.current;
  },
  /** Whether a sealed copy of what is private is kept for the person's other devices. */
  get copyOn() {
    return seen().copyOn.current;
  },
  /** The clock, three times a minute: enough for "in two hours". */
  get now() {
    return toInstant(minute);
  },
  get nowMs() {
    return minute;
  },
  get today(): LocalDate {
    return localDate(toInstant(minute), this.zone);
  },
  get phrases(): Phrases {
    return phrasesFor(t.locale, this.zone);
  },
  get me() {
    const member = seen().person.current?.member;
    return member ? seen().board.current.members.get(member) : undefined;
  },
};

/** A day as a heading: "Today, Sunday 22 November". */
export function dayTitle(date: LocalDate): string {
  const days = daysBetween(live.today, date);
  const long = live.phrases.dayLong(date);
  if (days === 0) return t('day.today', { date: long });
  if (days === 1) return t('day.tomorrow', { date: long });
  return long;
}

/** Place and guild of a task in a line; a place that is named like its guild is said once. */
export function whereabouts(task: Pick<Task, 'venue' | 'guild'>): string {
  const names = [venueName(task.venue), guildName(task.guild)].filter(Boolean);
  return [...new Set(names)].join(' · ');
}

export const sectorName = (id: SectorId) => live.catalogue.sectors.get(id)?.name ?? id;
export const guildName = (id: GuildId) => live.catalogue.guilds.get(id)?.name ?? id;
export const venueName = (id: VenueId | '') =>
  id ? (live.catalogue.venues.get(id)?.name ?? id) : '';
export const skillName = (id: string) => live.catalogue.skills.get(id as never)?.name ?? id;

export function inGuild(guild: GuildId): boolean {
  return live.me?.guilds.includes(guild) ?? false;
}

export function isSteward(guild: GuildId): boolean {
  const member = live.person?.member;
  return (
    live.catalogue.guilds.get(guild)?.stewards.some((steward) => steward.member === member) ?? false
  );
}
