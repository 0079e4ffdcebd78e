// The ids of a commune as the JSON API writes them: lower-case hex for bytes, slugs as text.
// The checks stand at the boundary; inside, a branded string is what its name says.
import type { Brand } from './brand';

export type TaskId = Brand<string, 'TaskId'>; // 32 hex digits
export type SeriesId = Brand<string, 'SeriesId'>; // 32 hex digits
export type RoundId = Brand<string, 'RoundId'>; // 32 hex digits
export type AlertId = Brand<string, 'AlertId'>; // 32 hex digits; the urgent task it becomes has the same
export type WillingId = Brand<string, 'WillingId'>; // 64 hex digits: the round, then one person in it
export type MemberId = Brand<string, 'MemberId'>; // 32 hex digits
export type PublicKey = Brand<string, 'PublicKey'>; // 64 hex digits, Ed25519
export type ChainId = Brand<string, 'ChainId'>; // 64 hex digits
export type EnvelopeId = Brand<string, 'EnvelopeId'>; // 64 hex digits, SHA-256 of the envelope

export type SectorId = Brand<string, 'SectorId'>;
export type GuildId = Brand<string, 'GuildId'>;
export type VenueId = Brand<string, 'VenueId'>;
export type SkillId = Brand<string, 'SkillId'>;
export type TemplateId = Brand<string, 'TemplateId'>;

export type Instant = Brand<string, 'Instant'>; // RFC 3339 in UTC, "2026-11-22T18:00:00Z"
export type LocalTime = Brand<string, 'LocalTime'>; // "2026-11-22T18:00", in the commune's zone
export type LocalDate = Brand<string, 'LocalDate'>; // "2026-11-22"
export type Seconds = Brand<number, 'Seconds'>; // since 1970-01-01T00:00:00Z

function parser<T extends string>(name: string, pattern: RegExp): (text: string) => T {
  return (text) => {
    if (!pattern.test(text)) throw new TypeError(`${JSON.stringify(text)} is not a ${name}`);
    return text as T;
  };
}

const hex16 = /^[0-9a-f]{32}$/;
const hex32 = /^[0-9a-f]{64}$/;
const slug = /^[a-z0-9-]{1,40}$/;

export const parseTaskId = parser<TaskId>('task id', hex16);
export const parseSeriesId = parser<SeriesId>('series id', hex16);
export const parseRoundId = parser<RoundId>('round id', hex16);
export const parseMemberId = parser<MemberId>('member id', hex16);
export const parsePublicKey = parser<PublicKey>('public key', hex32);
export const parseChainId = parser<ChainId>('chain id', hex32);
export const parseEnvelopeId = parser<EnvelopeId>('envelope id', hex32);
export const parseSectorId = parser<SectorId>('sector', slug);
export const parseGuildId = parser<GuildId>('guild', slug);
export const parseVenueId = parser<VenueId>('venue', slug);
export const parseSkillId = parser<SkillId>('skill', slug);
export const parseTemplateId = parser<TemplateId>('template', slug);

/** "Bread oven, big!" -> "bread-oven-big": a slug to start from when a person types a name. */
export function slugFrom(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  return (
    plain
      .toLowerCase()
      .replace(/ß/g, 'ss')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40)
      .replace(/-+$/, '') || 'x'
  );
}

/** The same, but one that nothing has yet: "bread", else "bread-2". */
export function freeSlug(name: string, taken: ReadonlyMap<string, unknown>): string {
  const first = slugFrom(name);
  const next = (count: number): string =>
    count === 1 ? first : `${first.slice(0, 36).replace(/-+$/, '')}-${count}`;
  let count = 1;
  while (taken.has(next(count))) count += 1;
  return next(count);
}
