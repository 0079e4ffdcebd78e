import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Member, Task } from '../api-types';
import type { HistoryEntry } from '../history/entry';
import type {
  GuildId,
  Instant,
  MemberId,
  SectorId,
  SkillId,
  TaskId,
  TemplateId,
  VenueId,
} from '../ids';
import german from '../i18n/messages/de.json';
import { makeTranslator } from '../i18n/translate';
import { answerTo, withAnswer } from '../profile/answers';
import { emptyProfile, evenWeek, withHours, type Profile, type Wish } from '../profile/model';
import { fastest, indexed, makeTask, myPlace, noon, taskId, zone } from '../testing/fixtures';
import { encode } from './encode';
import { RankingModule } from './ranking-module';
import { reasonCodes, type ReasonCode } from './reason';
import { explain, recommend, type RecommendInput } from './recommend';
import { bestReasons, reasonMessage, restMessage } from './words';
import { openRanking } from '../testing/ranking';

const catalogue = indexed();
const cooking = 'cooking' as SkillId;
const at = (hours: number): Instant =>
  new Date(noon + hours * 3600_000).toISOString().replace('.000', '') as Instant;

let ranking: RankingModule;
beforeAll(async () => {
  ranking = await openRanking();
});

function input(part: Partial<RecommendInput> = {}): RecommendInput {
  return {
    tasks: [],
    mine: [],
    profile: emptyProfile,
    history: [],
    catalogue,
    member: undefined,
    now: noon,
    zone,
    ...part,
  };
}

function me(part: Partial<Member> = {}): Member {
  const joined_at = at(-9000);
  return { id: '' as MemberId, name: 'Me', joined_at, guilds: [], certificates: [], ...part };
}

function entry(part: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    task: taskId(1),
    sector: 'food' as SectorId,
    guild: 'kitchen' as GuildId,
    template: '',
    title: '',
    start: at(-48),
    minutes: 120,
    effort: 'medium',
    status: 'done',
    trainee: false,
    taught: [],
    ...part,
  };
}

function withLimits(limits: Partial<Profile['limits']>): Partial<RecommendInput> {
  return { profile: { ...emptyProfile, limits: { ...emptyProfile.limits, ...limits } } };
}

function weights(task: Task, given: Partial<RecommendInput>): Partial<Record<ReasonCode, number>> {
  const { reasons = [] } = explain(ranking, task, input(given)) ?? {};
  return Object.fromEntries(reasons.map(({ code, contribution }) => [code, contribution]));
}

const choir = myPlace(makeTask({ title: 'Choir' }));
const before = myPlace(
  makeTask({
    start: '2026-11-24T15:00:00Z' as Instant,
    end: '2026-11-24T16:30:00Z' as Instant,
  }),
);
const helpful = { skills_helpful: [cooking] };
const taught = { skills_taught: [cooking] };
const levels = (level: number) => ({ [cooking]: level }) as Profile['skills'];
const hygiene = 'food-hygiene' as SkillId;
const holder = me({ certificates: [{ skill: hygiene, valid_until: at(999) }] });
const twice = [entry({ template: 'cook-dinner' as TemplateId })];
const wish = (wished: Wish) => ({
  profile: { ...emptyProfile, wishes: { 'template:cook-dinner': wished } as Profile['wishes'] },
});

// What the app hands over reaches the reason that it is about, with the weight that it has there.
const facts: [ReasonCode, number, Partial<Task>, Partial<RecommendInput>][] = [
  ['skill', 8, helpful, { profile: { ...emptyProfile, skills: levels(2) } }],
  ['interest', 15, taught, { profile: { ...emptyProfile, interests: levels(3) } }],
  ['learn', 7, taught, { profile: { ...emptyProfile, aspirations: levels(1) } }],
  ['sector_interest', 4, {}, { profile: { ...emptyProfile, sectors: { food: 1 } as never } }],
  ['certificate', 8, { certificates: [hygiene] }, { member: holder }],
  ['guild', 6, {}, { member: me({ guilds: ['kitchen' as GuildId] }) }],
  ['again', 2, {}, { history: twice }],
  ['wished', 12, {}, wish([2, 1, -1, -2])],
  ['wished_less', -6, {}, { ...wish([2, -1, 0, 0]), history: twice }],
  ['like_before', 5, { id: taskId(7) }, taste(5, 'before')],
  ['like_similar', -5, { id: taskId(7) }, taste(-5, 'similar')],
  ['good_hours', 8, {}, { profile: { ...emptyProfile, week: evenWeek(2) } }],
  ['bad_hours', -25, {}, { profile: { ...emptyProfile, week: evenWeek(0) } }],
  ['any_time', 3, { start: null, end: null }, {}],
  ['soon', 8, {}, {}],
  ['overlap', -60, {}, { mine: [choir] }],
  ['travel', -20, { venue: 'mill' as VenueId, start: at(53.75), end: at(56) }, { mine: [before] }],
  ['short_rest', -15, { start: at(41), end: at(43) }, { mine: [lateBefore()] }],
  ['week_full', -20, {}, withLimits({ hoursPerWeek: 2 })],
  ['heavy_full', -20, { effort: 'heavy' }, withLimits({ heavyPerWeek: 0 })],
  ['free_day', -15, {}, withLimits({ freeDaysPerWeek: 7 })],
  ['lighter', 6, { effort: 'light' }, { history: heavy(2) }],
  ['heavy_again', -10, { effort: 'heavy' }, { history: heavy(3) }],
  ['lighter_weeks', 5, { effort: 'light', minutes: 60 }, { history: [...heavy(9), ...longAgo()] }],
  ['there_anyway', 5, {}, { mine: [before] }],
  ['far', -10, { venue: 'mill' as VenueId }, {}],
  ['short', 10, { people_min: 2 }, {}],
  ['urgent', 12, { urgency: 'urgent' }, {}],
  ['rotation', 12, {}, { history: [entry({ sector: 'arts' as SectorId })] }],
  ['enough', -12, {}, { history: [entry()] }],
  ['gathering', 3, { gathering: true }, {}],
];

function taste(points: number, source: 'before' | 'similar'): Partial<RecommendInput> {
  return { taste: new Map([[taskId(7), { points, source }]]) };
}

function lateBefore() {
  return myPlace(makeTask({ start: at(31), end: at(33) }));
}

function heavy(count: number): HistoryEntry[] {
  return Array.from({ length: count }, (_, index) =>
    entry({ task: taskId(50 + index), effort: 'heavy', start: at(-30 * (count - index)) }),
  );
}

function longAgo(): HistoryEntry[] {
  return [entry({ task: taskId(90), start: at(-24 * 40) })];
}

describe('what the app tells the ranking', () => {
  for (const [code, points, part, given] of facts) {
    it(`reaches "${code}"`, () => {
      expect(weights(makeTask(part), given)[code]).toBe(points);
    });
  }

  it('covers every reason but one, which has a test of its own', () => {
    const covered = new Set(facts.map(([code]) => code));
    expect(reasonCodes.filter((code) => !covered.has(code))).toEqual(['willing']);
  });

  it('keeps the wall clock of the commune, also over a change of it', () => {
    const week = withHours(evenWeek(1), 'tue', 'evening', 2);
    const profile = { ...emptyProfile, week };
    // 18:00 to 20:30 in Berlin, in winter and in summer.
    expect(weights(makeTask(), { profile }).good_hours).toBe(8);
    const summer = makeTask({
      start: '2026-06-23T16:00:00Z' as Instant,
      end: '2026-06-23T18:30:00Z' as Instant,
    });
    expect(weights(summer, { profile, now: Date.parse('2026-06-20T10:00:00Z') }).good_hours).toBe(
      8,
    );
  });

  it('names somebody to learn beside only where the work asks them for that very certificate', () => {
    const place = myPlace(makeTask(), { name: 'Ana' }).place;
    const beside = (part: Partial<Task>) => {
      const task = makeTask({ places: [place], trainees_max: 2, ...part });
      const given = input({ profile: { ...emptyProfile, aspirations: levels(3) } });
      const learn = explain(ranking, task, given)?.reasons.find(({ code }) => code === 'learn');
      return learn?.data;
    };
    expect(beside({ certificates: [cooking] })).toEqual({ skill: cooking, beside: 'Ana' });
    expect(beside(taught)).toEqual({ skill: cooking, beside: null });
    expect(beside(helpful)).toEqual({ skill: cooking, beside: null });
    const trainee = { ...place, trainee: true };
    expect(beside({ certificates: [cooking], places: [trainee] })).toMatchObject({ beside: null });
  });

  it('claims nothing that this device does not know, in either language', () => {
    const claims = {
      en: /one of the few|can show you|It is a walk/,
      de: /zu den wenigen|zeigen|^Es sind .* zu Fuß/,
    };
    for (const locale of ['en', 'de'] as const) {
      const t = makeTranslator({ locale, messages: locale === 'de' ? [german] : [] });
      for (const reason of [
        { code: 'certificate', contribution: 8, data: { skills: [hygiene] } },
        { code: 'learn', contribution: 7, data: { skill: cooking, beside: 'Ana' } },
        { code: 'far', contribution: -4, data: { minutes: 12 } },
      ] as const)
        expect(t(reasonMessage(reason as never, { catalogue, t }))).not.toMatch(claims[locale]);
    }
  });

  it('offers the trainee’s place where that is how a skill would be learnt', () => {
    const profile = { ...emptyProfile, aspirations: levels(3) };
    const as = (part: Partial<Task>) =>
      recommend(ranking, input({ profile, tasks: [makeTask(part)] })).recommendations[0]?.as;
    expect(as({ ...helpful, trainees_max: 1 })).toBe('trainee');
    expect(as({ ...taught, trainees_max: 1 })).toBe('regular');
  });

  it('fills a week by the hours that work really takes, where the commune learnt them', () => {
    const extra = { extraMinutes: 60, yesPermille: [] };
    const model = { kinds: new Map([['cook-dinner' as TemplateId, extra]]) };
    const week = withLimits({ hoursPerWeek: 5 });
    const task = makeTask({ minutes: 150 });
    const planned = [myPlace(makeTask({ minutes: 150, start: at(30), end: at(32) }))];
    const full = (part: Partial<RecommendInput>) =>
      explain(ranking, task, input({ ...week, mine: planned, ...part }))?.reasons.find(
        ({ code }) => code === 'week_full',
      )?.data;
    expect(full({})).toBeUndefined();
    expect(full({ model })).toEqual({ hours: 7, limit: 5 });
  });

  it('takes a plan that is over and was never done for no work', () => {
    const taken = heavy(3).map((line) => ({ ...line, status: 'taken' as const }));
    const found = weights(makeTask({ effort: 'heavy' }), { history: taken });
    expect(found).not.toHaveProperty('heavy_again');
    expect(found).not.toHaveProperty('enough');
  });
});

describe('recommendations', () => {
  const tasks = fc
    .record({
      number: fc.integer({ min: 1, max: 1e9 }),
      sector: fc.constantFrom(...catalogue.sectors.keys()),
      template: fc.constantFrom('', 'a', 'b', 'c'),
      venue: fc.constantFrom('', 'house', 'mill'),
      hours: fc.option(fc.integer({ min: -5, max: 200 })),
      helpful: fc.subarray([...catalogue.skills.keys()]),
      people: fc.integer({ min: 1, max: 6 }),
      effort: fc.constantFrom('light', 'medium', 'heavy'),
    })
    .map(({ number, hours, helpful: skills_helpful, people, template, venue, ...rest }) =>
      makeTask({
        ...(rest as Partial<Task>),
        id: taskId(number),
        template: template as TemplateId,
        venue: venue as VenueId,
        start: hours === null ? null : at(hours),
        end: hours === null ? null : at(hours + 2),
        skills_helpful,
        people_min: people,
        people_max: people + 2,
      }),
    );
  const situations = fc
    .record({
      tasks: fc.uniqueArray(tasks, { maxLength: 25, selector: ({ id }) => id }),
      mine: fc.array(
        tasks.map((task) => myPlace(task)),
        { maxLength: 3 },
      ),
    })
    .map((part) => input({ ...part, profile: { ...emptyProfile, interests: levels(2) } }));

  it('sum to their score, with a sentence in words for every reason', () => {
    const t = makeTranslator({ locale: 'en', messages: [] });
    fc.assert(
      fc.property(situations, (given) => {
        const { recommendations, rest } = recommend(ranking, given);
        for (const { score, reasons } of recommendations) {
          expect(reasons.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(score);
          for (const reason of reasons)
            expect(t(reasonMessage(reason, { catalogue, t }))).toMatch(/\.$/);
          expect(bestReasons(reasons, { catalogue, t }).length).toBeGreaterThan(0);
        }
        for (const suggestion of rest) expect(t(restMessage(suggestion))).toMatch(/\.$/);
        expect(recommendations.filter(({ surprise }) => surprise).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('offer nothing that was refused, and what is willing only when it is needed', () => {
    const task = makeTask({ people_min: 1, guests: 1, start: at(20), end: at(22) });
    const first = (profile: Profile, tasks = [task]) =>
      recommend(ranking, input({ profile, tasks })).recommendations[0];
    expect(first(emptyProfile)?.task.id).toBe(task.id);
    for (const kind of ['not_now', 'not_this_kind', 'never', 'willing'] as const)
      expect(first(withAnswer(answerTo(task, kind, noon), noon)(emptyProfile))).toBeUndefined();
    const needed = { ...task, missing: 1 };
    const willing = first(withAnswer(answerTo(task, 'willing', noon), noon)(emptyProfile), [
      needed,
    ]);
    expect(willing?.reasons.find(({ code }) => code === 'willing')?.contribution).toBe(10);
  });

  it('say why there are none where the hours of a profile leave none', () => {
    const given = input({
      ...withLimits({ notBefore: '20:00', notAfter: '10:00' }),
      tasks: [makeTask()],
    });
    const { problem, recommendations } = recommend(ranking, given);
    expect(recommendations).toEqual([]);
    expect(problem).toMatchObject({ values: { before: '20:00', after: '10:00' } });
  });

  it('hold one surprise a day, though it was taken or refused', () => {
    const board = Array.from({ length: 12 }, (_, index) =>
      makeTask({
        id: taskId(index + 1),
        template: `job-${index}` as TemplateId,
        start: at(20 + index),
        end: at(21 + index),
      }),
    );
    const surprise = (given: Partial<RecommendInput>): TaskId | undefined =>
      recommend(ranking, input({ tasks: board, ...given })).recommendations.find(
        (one) => one.surprise,
      )?.task.id;
    const first = surprise({})!;
    const task = board.find(({ id }) => id === first)!;
    const others = board.filter(({ id }) => id !== first);
    const refused = withAnswer(answerTo(task, 'never', noon), noon)(emptyProfile);
    expect(surprise({ surprise: first })).toBe(first);
    for (const fate of [{ profile: refused }, { mine: [myPlace(task)] }, { tasks: others }]) {
      expect(surprise(fate)).toBeDefined();
      expect(surprise({ ...fate, surprise: first })).toBeUndefined();
    }
  });

  it('leave out what this device knows no sector of', () => {
    const tasks = [makeTask({ sector: 'elsewhere' as SectorId })];
    expect(recommend(ranking, input({ tasks })).recommendations).toEqual([]);
    expect(explain(ranking, tasks[0]!, input())).toBeNull();
  });

  it('come quickly for 10,000 tasks', () => {
    const many = fc.sample(tasks, { numRuns: 200, seed: 7 });
    const board = Array.from({ length: 10_000 }, (_, index) => ({
      ...many[index % 200]!,
      id: taskId(index + 1),
    }));
    const given = input({ tasks: board, profile: { ...emptyProfile, interests: levels(2) } });
    expect(recommend(ranking, given).recommendations).toHaveLength(20);
    expect(fastest(() => recommend(ranking, given))).toBeLessThan(500);
  });
});

describe('the module', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../../../../tests/vectors/recommend.json', import.meta.url), 'utf8'),
  ) as { rankings: { request: string; answer: string }[] };
  const words = (hex: string) => new Int32Array(Uint8Array.from(Buffer.from(hex, 'hex')).buffer);

  it('gives the same bytes as the program does, whichever compiler built it', () => {
    expect(golden.rankings.length).toBeGreaterThan(20);
    for (const { request, answer: expected } of golden.rankings)
      expect(Buffer.from(ranking.answer(words(request)).buffer).toString('hex')).toBe(expected);
  });

  it('refuses whatever is no request, with a place', () => {
    const good = encode(input({ tasks: [makeTask()] })).words;
    const sentence = (request: Int32Array) => {
      const [, status = 0, length = 0, ...text] = ranking.answer(request);
      return [status, Buffer.from(Int32Array.from(text).buffer).toString('utf8', 0, length)];
    };
    expect(sentence(good.slice(0, 40))).toEqual([
      1,
      expect.stringMatching(/^word \d+: .* is missing$/),
    ]);
    expect(sentence(Int32Array.of(99))).toEqual([9, 'word 0: this is no request of layout 3']);
    expect(sentence(new Int32Array(0))[0]).toBe(9);
    expect(sentence(Int32Array.from(good, (word, i) => (i === 1 ? 5e8 : word)))[0]).toBe(1);
  });
});
