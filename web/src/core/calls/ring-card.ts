// What the service worker needs to decide about a call while the app is closed: the part of the profile
// that the policy reads, the owner's places of these days, and a few words in the owner's language. It
// lies under the device's key, because nobody is there to open the vault; no more of the owner is in it.
// It is there exactly while the owner wants to be rung with the app closed.
import { toHex, utf8 } from '../bytes';
import type { ChainId, MemberId } from '../ids';
import type { MyPlace } from '../mine/my-place';
import { inForce } from '../profile/answers';
import { emptyProfile, type Profile } from '../profile/model';
import { parseProfile } from '../profile/parse';
import type { Database } from '../storage/database';
import { hasDeviceSealed, readDeviceSealed, writeDeviceSealed } from '../storage/device-sealed';

export interface RingTexts {
  readonly title: string; // of a notification that rings
  readonly question: string; // of one that asks whether a report is so
  readonly come: string;
  readonly look: string;
  readonly notNow: string;
  readonly quietTitle: string; // of one that does not ring
  readonly quiet: string;
  readonly reportTitle: string; // the same for a report
  readonly reportQuiet: string;
  readonly filled: string;
  readonly over: string;
  readonly test: string;
}

/** How this browser is known to the node. */
export interface CardSubscription {
  readonly id: string; // SHA-256 of the endpoint, hexadecimal
  readonly key: string; // the node's, for which the browser subscribed
}

/** As the node names a subscription: to know it is to know the endpoint. */
export async function subscriptionId(endpoint: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(endpoint))));
}

export interface RingCard {
  readonly version: 1;
  readonly chain: ChainId;
  readonly profile: Profile;
  readonly places: readonly MyPlace[];
  readonly subscription: CardSubscription;
  readonly locale: string;
  readonly texts: RingTexts;
}

const placesMax = 60;
const pastMs = 2 * 86_400_000; // whoever worked late needs rest

/** What the policy reads of a profile, by name: whatever else is in it stays where it is. */
export function profileForCard(profile: Profile, now: number): Profile {
  const { interests, sectors, aspirations, week, limits, ping, wishes } = profile;
  const answers = inForce(profile, now).filter(
    ({ kind }) => kind === 'never' || kind === 'not_this_kind',
  );
  return { ...emptyProfile, interests, sectors, aspirations, week, limits, ping, wishes, answers };
}

export function placesForCard(mine: readonly MyPlace[], now: number): MyPlace[] {
  return mine
    .filter(({ task }) => task.end !== null && Date.parse(task.end) > now - pastMs)
    .slice(0, placesMax);
}

/** Null: its owner does not want to be rung, or it is of another version of the app. */
export async function readCard(database: Database, member: MemberId): Promise<RingCard | null> {
  const kept = (await readDeviceSealed(database, member, 'ring-card')) as RingCard | null;
  const profile = parseProfile(kept?.profile);
  if (kept?.version !== 1 || !profile) return null;
  return { ...kept, profile, texts: { ...wordsOfBefore(kept.texts), ...kept.texts } };
}

/** For a card of before there were questions: until its owner opens the app, as of a call. */
function wordsOfBefore({ title, come, quietTitle, quiet }: RingTexts): Partial<RingTexts> {
  return { question: title, look: come, reportTitle: quietTitle, reportQuiet: quiet };
}

/** Whether the service worker may ring too, by what lies outside the vault. */
export function hasCard(database: Database, member: MemberId): Promise<boolean> {
  return hasDeviceSealed(database, member, 'ring-card');
}

export function writeCard(database: Database, member: MemberId, card: RingCard): Promise<void> {
  return writeDeviceSealed(database, member, 'ring-card', card);
}
