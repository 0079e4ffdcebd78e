// The words of an answer as recommendations and suggestions to rest, with the names of what they are about.
import type { Task } from '../api-types';
import type { TaskId } from '../ids';
import { frequencies, type Liking } from '../profile/model';
import { experienced, layoutVersion, type Encoded } from './encode';
import { reasonCodes, type Reason, type ReasonCode } from './reason';

export interface Recommendation {
  readonly task: Task;
  readonly score: number; // the sum of the contributions
  readonly reasons: readonly Reason[]; // weightiest first
  readonly as: 'regular' | 'trainee';
  readonly surprise: boolean; // something quite different: never done, nothing against it
}

export const restCodes = [
  'heavy_in_row',
  'short_night',
  'week_over',
  'heavy_over',
  'no_free_day',
  'heavy_weeks',
] as const;

/** A word about rest: `title` of the planned work that it is about; minutes, or how many. */
export interface RestSuggestion {
  readonly code: (typeof restCodes)[number];
  readonly title: string | null;
  readonly amount: number;
  readonly limit: number;
}

export interface Answered {
  readonly recommendations: readonly Recommendation[];
  readonly rest: readonly RestSuggestion[];
}

const wrongVersion = 9; // core::ErrorCode

/** Refused: `code` is the number of a core::ErrorCode. */
export class RankingRefused extends Error {
  constructor(
    readonly code: number,
    sentence: string,
  ) {
    super(sentence);
  }
}

/** Throws RankingRefused where the answer says so, and where it is of another layout. */
export function decode(words: Int32Array, asked: Encoded): Answered {
  const reader = openAnswer(words, layoutVersion);
  const recommendations = reader.list(() => readRecommendation(reader, asked));
  const rest = reader.list(() => readRest(reader, asked));
  return { recommendations, rest };
}

/** How gladly each task would be done. Throws as `decode` does. */
export function decodeLikings(words: Int32Array, { tasks }: Encoded): Map<TaskId, Liking> {
  const reader = openAnswer(words, layoutVersion);
  const likings = reader.list(() => reader.next() as Liking);
  return new Map(tasks.map(({ id }, index) => [id, likings[index] ?? 0]));
}

/** Behind the head of an answer that is no refusal; throws as `decode` does. */
export function openAnswer(words: Int32Array, version: number): Reader {
  const reader = new Reader(words);
  const found = reader.next();
  if (found !== version) throw new RankingRefused(wrongVersion, `layout ${found}`);
  const status = reader.next();
  if (status !== 0) throw new RankingRefused(status, reader.text());
  return reader;
}

export class Reader {
  private at = 0;
  constructor(private readonly words: Int32Array) {}

  next(): number {
    return this.words[this.at++] ?? 0;
  }

  list<T>(read: () => T): T[] {
    return Array.from({ length: this.next() }, read);
  }

  text(): string {
    const bytes = this.next();
    const { buffer, byteOffset } = this.words;
    return new TextDecoder().decode(
      new Uint8Array(buffer, byteOffset + 4 * this.at, bytes).slice(),
    );
  }
}

function readRecommendation(reader: Reader, asked: Encoded): Recommendation {
  const task = asked.tasks[reader.next()]!;
  const score = reader.next();
  const as = reader.next() === 1 ? 'trainee' : 'regular';
  const surprise = reader.next() === 1;
  const reasons = reader.list((): Reason => {
    const code = reasonCodes[reader.next()]!;
    const contribution = reader.next();
    const numbers = [reader.next(), reader.next(), reader.next()] as const;
    const data = dataOf(code, numbers, task, asked);
    return { code, contribution, data } as Reason;
  });
  return { task, score, reasons, as, surprise };
}

type Numbers = readonly [number, number, number];

function dataOf(code: ReasonCode, numbers: Numbers, task: Task, asked: Encoded): Reason['data'] {
  const [first, second, third] = numbers;
  const { names, pieces } = asked;
  switch (code) {
    case 'skill':
      return { skills: numbers.filter((number) => number >= 0).map((id) => names.skills.ids[id]!) };
    case 'certificate':
      return { skills: task.certificates };
    case 'interest':
      return { skill: names.skills.ids[first]! };
    case 'learn':
      return { skill: names.skills.ids[first]!, beside: second === 1 ? experienced(task) : null };
    case 'sector_interest':
    case 'rotation':
    case 'enough':
      return { sector: task.sector };
    case 'guild':
      return { guild: task.guild };
    case 'wished':
    case 'wished_less':
      return {
        key: names.wishes.ids[first]!,
        frequency: frequencies[second]!,
        liking: third as Liking,
      };
    case 'overlap':
    case 'travel':
    case 'short_rest': {
      const title = pieces[first]?.title ?? '';
      return { title, minutes: second, walk: third, hours: second };
    }
    case 'there_anyway':
      return { title: pieces[first]?.title ?? '' };
    case 'week_full':
      return { hours: first / 60, limit: second / 60 };
    case 'lighter_weeks':
      return { hours: first / 60, usual: second / 60 };
    default:
      return countOf(code, first, second);
  }
}

function countOf(code: ReasonCode, first: number, second: number): Reason['data'] {
  switch (code) {
    case 'again':
      return { times: first };
    case 'soon':
      return { days: first };
    case 'heavy_full':
      return { count: first, limit: second };
    case 'free_day':
      return { free: first };
    case 'lighter':
    case 'heavy_again':
      return { heavy: first };
    case 'far':
      return { minutes: first };
    case 'short':
      return { missing: first };
    default:
      return {};
  }
}

function readRest(reader: Reader, { pieces }: Encoded): RestSuggestion {
  const code = restCodes[reader.next()]!;
  const title = pieces[reader.next()]?.title ?? null;
  return { code, title, amount: reader.next(), limit: reader.next() };
}
