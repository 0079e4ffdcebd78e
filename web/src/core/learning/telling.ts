// Reads a model of the commune, and makes what a device tells for the next one; the module counts, clips,
// adds noise and splits (src/recommend/learning_layout.h).
import type { Effort, LearningRound } from '../api-types';
import { concat, fromHex, toHex, utf8, type Bytes } from '../bytes';
import type { TemplateId } from '../ids';
import { openAnswer, RankingRefused, type Reader } from '../recommend/decode';
import { learningVersion, putBytes, request } from '../recommend/learning';
import type { RankingModule } from '../recommend/ranking-module';
import type { Words } from '../recommend/words-writer';
import type { CommuneModel } from './model';
import { seal } from './seal';

const blocksOfHours = 8; // of three hours
const minuteMs = 60_000;
const efforts: readonly Effort[] = ['light', 'medium', 'heavy'];
const tooLarge = 2; // core::ErrorCode
const randomWordsFirst = 1 << 17;
const randomWordsMax = 1 << 20; // as many as a list may have
const shareInfo = utf8('commune/learning/share/v1');
const shareIdAt = 20; // where a share says which contribution it is of
const shareIdBytes = 16;

/** Told to nobody before it is summed, clipped and noised. */
export interface Heard {
  readonly hour: number; // 0 to 23, local
  readonly template: TemplateId;
  readonly effort: Effort;
  readonly afterHeavyWork: boolean;
  readonly accepted: boolean;
}

export interface Finished {
  readonly template: TemplateId;
  readonly minutes: number;
  readonly planned: number;
}

export interface Spent {
  readonly at: number; // ms
  readonly rho: number;
}

/** Epsilon of a year's budget. */
export interface Budget {
  readonly allowed: number;
  readonly spent: number;
  readonly afterOneMore: number;
  readonly alone: number; // what all helpers together would see of one contribution
}

export interface Contribution {
  readonly rho: number;
  readonly id: string; // hex
  readonly sealed: Bytes; // a share for each helper, in their order
}

function readBytes(reader: Reader): Bytes {
  const size = reader.next();
  const padded = new Uint8Array(Math.ceil(size / 4) * 4);
  const view = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += 4) view.setInt32(at, reader.next(), true);
  return padded.slice(0, size);
}

function putDouble(words: Words, value: number): void {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  words.put(view.getInt32(0, true), view.getInt32(4, true));
}

function readDouble(reader: Reader): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setInt32(0, reader.next(), true);
  view.setInt32(4, reader.next(), true);
  return view.getFloat64(0, true);
}

function putTerms(words: Words, round: LearningRound): void {
  words.put(round.norm_squared_max, round.noise_variance, round.devices_min, round.kinds.length);
}

function putSpent(words: Words, now: number, spent: readonly Spent[]): void {
  words.put(Math.floor(now / minuteMs));
  words.putList(spent, ({ at, rho }) => {
    words.put(Math.floor(at / minuteMs));
    putDouble(words, rho);
  });
}

/** Throws RankingRefused for bytes that are no model of this version. */
export function readModel(module: RankingModule, bytes: Bytes): CommuneModel {
  const words = request('read_model');
  putBytes(words, bytes);
  const reader = openAnswer(module.answerLearning(words.all()), learningVersion);
  const low = reader.next() >>> 0;
  const round = low + reader.next() * 2 ** 32;
  const contributions = reader.next();
  const rates = (): number[] => Array.from({ length: blocksOfHours }, () => reader.next());
  const overall = reader.next();
  const tired = efforts.map(() => reader.next());
  const anyKind = rates();
  const kinds = reader.list(() => {
    const name = new TextDecoder().decode(readBytes(reader)) as TemplateId;
    return [name, { extraMinutes: reader.next(), yesPermille: rates() }] as const;
  });
  return { bytes, round, contributions, overall, tired, anyKind, kinds: new Map(kinds) };
}

export function weigh(
  module: RankingModule,
  round: LearningRound,
  now: number,
  spent: readonly Spent[],
): Budget {
  const words = request('weigh');
  putTerms(words, round);
  putSpent(words, now, spent);
  const reader = openAnswer(module.answerLearning(words.all()), learningVersion);
  const [allowed, before, after, alone] = Array.from({ length: 4 }, () => reader.next() / 1000);
  return { allowed: allowed!, spent: before!, afterOneMore: after!, alone: alone! };
}

export interface ToTell {
  readonly round: LearningRound;
  readonly digest: Bytes; // of the round
  readonly now: number;
  readonly spent: readonly Spent[];
  readonly heard: readonly Heard[];
  readonly finished: readonly Finished[];
}

/** Throws RankingRefused, with rate_limited (6) where it would overspend. */
export function contribute(module: RankingModule, told: ToTell): Contribution {
  for (let count = randomWordsFirst; ; count = Math.min(2 * count, randomWordsMax)) {
    try {
      return contributeWith(module, told, count);
    } catch (error) {
      const more = error instanceof RankingRefused && error.code === tooLarge;
      if (!more || count === randomWordsMax) throw error;
    }
  }
}

function contributeWith(module: RankingModule, told: ToTell, randomWords: number): Contribution {
  const { round, digest } = told;
  const kinds = new Map(round.kinds.map((kind, index) => [kind, index]));
  const known = <T extends { template: TemplateId }>(list: readonly T[]): T[] =>
    list.filter(({ template }) => kinds.has(template));
  const words = request('contribute');
  words.put(round.number | 0, Math.floor(round.number / 2 ** 32), round.helpers.length);
  putTerms(words, round);
  putSpent(words, told.now, told.spent);
  words.putList(known(told.heard), ({ hour, template, effort, afterHeavyWork, accepted }) =>
    words.put(
      hour,
      kinds.get(template)!,
      efforts.indexOf(effort),
      afterHeavyWork ? 1 : 0,
      accepted ? 1 : 0,
    ),
  );
  words.putList(known(told.finished), ({ template, minutes, planned }) =>
    words.put(kinds.get(template)!, minutes, planned),
  );
  words.put(randomWords);
  putRandom(words, randomWords);
  const reader = openAnswer(module.answerLearning(words.all()), learningVersion);
  const rho = readDouble(reader);
  const shares = round.helpers.map(() => readBytes(reader));
  const sealed = shares.map((share, helper) =>
    seal(fromHex(round.helpers[helper]!.key), { info: shareInfo, bound: digest }, share),
  );
  const id = toHex(shares[0]!.subarray(shareIdAt, shareIdAt + shareIdBytes));
  return { rho, id, sealed: concat(...sealed) };
}

function putRandom(words: Words, count: number): void {
  const block = new Int32Array(16_384); // as much as the browser gives at once
  const { array, at } = words.room(2 * count);
  for (let from = at; from < at + 2 * count; from += block.length) {
    globalThis.crypto.getRandomValues(block);
    array.set(block.subarray(0, Math.min(block.length, at + 2 * count - from)), from);
  }
  words.end(at + 2 * count);
}
