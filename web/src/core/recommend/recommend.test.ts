import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member, Task } from '../api-types';
import type { HistoryEntry } from '../history/entry';
import type { GuildId, Instant, MemberId, SectorId, SkillId, TemplateId, VenueId } from '../ids';
import { dayNumber } from '../calendar/zone';
import { makeTranslator } from '../i18n/translate';
import { answer } from '../profile/answers';
import { emptyProfile, evenWeek, type Level, type Profile } from '../profile/model';
import { fastest, indexed, makeTask, myPlace, noon, taskId, zone } from '../testing/fixtures';
import type { RecommendInput } from './context';
import { kindOf, windowSize } from './diversity';
import { explain, recommend } from './recommend';
import type { ReasonCode } from './reason';
import { loadOf, mondayOf, weekLoads } from './week-load';
import { bestReasons, reasonMessage } from './words';

const catalogue = indexed();
const skills = [...catalogue.skills.keys()];
const sectors = [...catalogue.sectors.keys()];
const cooking = 'cooking' as SkillId;
const at = (hours: number): Instant =>
  new Date(noon + hours * 3600_000).toISOString().replace('.000', '') as Instant;

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
  return {
    id: '' as MemberId,
    name: 'Me',
    joined_at: at(-9000),
    guilds: [],
    certificates: [],
    ...part,
  };
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

const level = fc.constantFrom<Level>(1, 2, 3);
const levels = fc.dictionary(fc.constantFrom(...skills), level) as fc.Arbitrary<Profile['skills']>;
const profiles: fc.Arbitrary<Profile> = fc.record({
  version: fc.constant(1 as const),
  skills: levels,
  interests: levels,
  aspirations: levels,
  sectors: fc.dictionary(fc.constantFrom(...sectors), level) as fc.Arbitrary<Profile['sectors']>,
  week: fc.constantFrom(evenWeek(0), evenWeek(1), evenWeek(2)),
  limits: fc.record({
    hoursPerWeek: fc.option(fc.integer({ min: 1, max: 20 })),
    notBefore: fc.constantFrom(null, '10:00'),
    notAfter: fc.constantFrom(null, '20:00'),
    heavyPerWeek: fc.constant(null),
    walkMinutesMax: fc.constantFrom(null, 5, 40),
    restHours: fc.constant(11),
    freeDaysPerWeek: fc.constant(1),
  }),
  ping: fc.constant(emptyProfile.ping),
  answers: fc.constant([]),
});

const tasks: fc.Arbitrary<Task> = fc
  .record({
    number: fc.integer({ min: 1, max: 1e9 }),
    sector: fc.constantFrom(...sectors),
    template: fc.constantFrom('', 'a', 'b', 'c'),
    title: fc.constantFrom('Cook', 'Sweep', 'Dig'),
    venue: fc.constantFrom('', 'house', 'mill'),
    hours: fc.option(fc.integer({ min: 1, max: 200 })),
    helpful: fc.subarray(skills),
    taught: fc.subarray(skills),
    people: fc.integer({ min: 1, max: 6 }),
    trainees: fc.integer({ min: 0, max: 2 }),
    importance: fc.constantFrom(1, 2, 3),
    urgency: fc.constantFrom('calm', 'soon', 'urgent'),
    effort: fc.constantFrom('light', 'medium', 'heavy'),
    gathering: fc.boolean(),
  })
  .map(({ number, hours, helpful, taught, people, trainees, template, venue, ...rest }) =>
    makeTask({
      ...(rest as Partial<Task>),
      id: taskId(number),
      template: template as TemplateId,
      venue: venue as VenueId,
      start: hours === null ? null : at(hours),
      end: hours === null ? null : at(hours + 2),
      minutes: 120,
      skills_helpful: helpful,
      skills_taught: taught,
      people_min: people,
      people_max: people + 2,
      trainees_max: trainees,
    }),
  );

const histories = fc.array(
  fc
    .record({
      sector: fc.constantFrom(...sectors),
      hours: fc.integer({ min: -1500, max: -1 }),
      heavy: fc.boolean(),
    })
    .map(({ sector, hours, heavy }) =>
      entry({ sector, start: at(hours), effort: heavy ? 'heavy' : 'light' }),
    ),
  { maxLength: 12 },
);

const situations = fc
  .record({
    tasks: fc.uniqueArray(tasks, { maxLength: 25, selector: ({ id }) => id }),
    profile: profiles,
    history: histories,
    mine: fc.array(
      tasks.map((task) => myPlace(task)),
      { maxLength: 3 },
    ),
  })
  .map((part) =>
    input({
      ...part,
      history: part.history.sort((one, other) => one.start.localeCompare(other.start)),
    }),
  );

describe('recommendations', () => {
  it('sum to their score, are never zero and come weightiest first', () => {
    fc.assert(
      fc.property(situations, (given) => {
        for (const { score, reasons } of recommend(given)) {
          expect(reasons.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(score);
          expect(score).toBeGreaterThan(0);
          const weights = reasons.map(({ contribution }) => Math.abs(contribution));
          expect(weights).not.toContain(0);
          expect(weights).toEqual([...weights].sort((one, other) => other - one));
        }
      }),
    );
  });

  it('offer only what is free, ahead, not mine and not refused, each once', () => {
    fc.assert(
      fc.property(situations, (given) => {
        const found = recommend({ ...given, limit: 100 });
        const mine = new Set(given.mine.map(({ task }) => task.id));
        expect(new Set(found.map(({ task }) => task.id)).size).toBe(found.length);
        for (const { task } of found) {
          expect(task.free + task.trainees_free).toBeGreaterThan(0);
          expect(task.start === null || Date.parse(task.start) > noon).toBe(true);
          expect(mine.has(task.id)).toBe(false);
        }
        const first = found[0]?.task;
        if (!first) return;
        const profile = answer(first, 'never', noon)(given.profile);
        const kinds = recommend({ ...given, profile, limit: 100 }).map(({ task }) => kindOf(task));
        expect(kinds).not.toContain(kindOf(first));
      }),
    );
  });

  it('are the same for the same person, in whatever order the board comes', () => {
    fc.assert(
      fc.property(situations, (given) => {
        const turned = { ...given, tasks: [...given.tasks].reverse() };
        expect(recommend(turned)).toEqual(recommend(given));
      }),
    );
  });

  it('do not offer five of the same kind while there are others', () => {
    fc.assert(
      fc.property(situations, (given) => {
        const found = recommend({ ...given, limit: 100 });
        found.forEach(({ task }, index) => {
          const before = found.slice(Math.max(0, index - windowSize + 1), index);
          const same = before.filter((other) => kindOf(other.task) === kindOf(task)).length;
          if (same < 1) return;
          // Then everything that came later was as crowded out.
          for (const later of found.slice(index + 1)) {
            const kind = before.filter((other) => kindOf(other.task) === kindOf(later.task)).length;
            const sector = before.filter((other) => other.task.sector === later.task.sector).length;
            expect(kind >= 1 || sector >= 2).toBe(true);
          }
        });
      }),
    );
  });
});

// A fact, and the same situation without it: the reason goes, and the score falls by what it claimed.
const plumber: Profile = { ...emptyProfile, skills: { [cooking]: 2 } as never };
const facts: [
  ReasonCode,
  Partial<Task>,
  Partial<RecommendInput>,
  Partial<RecommendInput>,
  Partial<Task>?,
][] = [
  ['skill', { skills_helpful: [cooking] }, { profile: plumber }, {}],
  [
    'interest',
    { skills_taught: [cooking] },
    { profile: { ...emptyProfile, interests: { [cooking]: 3 } as never } },
    {},
  ],
  ['sector_interest', {}, { profile: { ...emptyProfile, sectors: { food: 1 } as never } }, {}],
  [
    'learn',
    { skills_taught: [cooking] },
    { profile: { ...emptyProfile, aspirations: { [cooking]: 1 } as never } },
    {},
  ],
  ['guild', {}, { member: me({ guilds: ['kitchen' as GuildId] }) }, { member: me() }],
  [
    'certificate',
    { certificates: ['food-hygiene' as SkillId] },
    { member: me({ certificates: [{ skill: 'food-hygiene' as SkillId, valid_until: null }] }) },
    { member: me() },
  ],
  ['good_hours', {}, { profile: { ...emptyProfile, week: evenWeek(2) } }, {}],
  ['bad_hours', {}, { profile: { ...emptyProfile, week: evenWeek(0) } }, {}],
  ['clash', {}, { mine: [myPlace(makeTask({ title: 'Choir' }))] }, {}],
  [
    'week_full',
    { start: at(2), end: at(4) },
    { profile: { ...emptyProfile, limits: { ...emptyProfile.limits, hoursPerWeek: 2 } } },
    {},
  ],
  [
    'heavy_full',
    { effort: 'heavy' },
    { profile: { ...emptyProfile, limits: { ...emptyProfile.limits, heavyPerWeek: 0 } } },
    {},
  ],
  [
    'free_day',
    {},
    { profile: { ...emptyProfile, limits: { ...emptyProfile.limits, freeDaysPerWeek: 7 } } },
    {},
  ],
  [
    'there_anyway',
    {},
    {
      mine: [
        myPlace(
          makeTask({
            start: '2026-11-24T19:45:00Z' as Instant,
            end: '2026-11-24T21:00:00Z' as Instant,
          }),
        ),
      ],
    },
    {},
  ],
  ['far', { venue: 'mill' as VenueId }, {}, {}, { venue: '' }],
  ['short', { people_min: 3, missing: 2 }, {}, {}, { people_min: 1, missing: 0 }],
  ['urgent', { urgency: 'urgent' }, {}, {}, { urgency: 'calm' }],
  ['gathering', { gathering: true }, {}, {}, { gathering: false }],
  ['soon', { people_min: 1, guests: 1 }, {}, {}, { start: at(480), end: at(482) }],
  [
    'any_time',
    { start: null, end: null, people_min: 1, guests: 1 },
    {},
    {},
    { start: at(480), end: at(482) },
  ],
];

describe('a reason', () => {
  for (const [code, part, withFact, withoutFact, partWithout = part] of facts) {
    it(`"${code}" is worth what it says`, () => {
      const task = makeTask(part);
      const before = explain(task, input(withFact));
      const after = explain({ ...task, ...partWithout }, input(withoutFact));
      const claimed = before.reasons.find((reason) => reason.code === code);
      expect(claimed).toBeDefined();
      expect(after.reasons.find((reason) => reason.code === code)).toBeUndefined();
      expect(before.score - after.score).toBe(claimed?.contribution);
    });
  }

  it('"rotation" speaks for the sector that I did least, "enough" against the one I did most', () => {
    const history = [
      entry({ sector: 'food' as SectorId, minutes: 600 }),
      entry({ task: taskId(2), sector: 'education' as SectorId, minutes: 60 }),
    ];
    const of = (sector: string) =>
      explain(makeTask({ sector: sector as SectorId }), input({ history })).reasons;
    expect(of('healthcare').find(({ code }) => code === 'rotation')?.contribution).toBe(12);
    expect(of('food').find(({ code }) => code === 'enough')?.contribution).toBe(-12);
  });

  it('"short" weighs less where there is time to fill', () => {
    const points = (hours: number) =>
      explain(makeTask({ start: at(hours), end: at(hours + 2) }), input()).reasons.find(
        ({ code }) => code === 'short',
      )?.contribution;
    expect([24, 240, 400].map(points)).toEqual([10, 5, 3]);
  });

  it('"lighter" follows heavy work, and more of it counts against', () => {
    const history = [
      entry({ effort: 'heavy', start: at(-50) }),
      entry({ task: taskId(2), effort: 'heavy', start: at(-26) }),
    ];
    const codes = (effort: Task['effort']) =>
      explain(makeTask({ effort }), input({ history })).reasons.map(({ code }) => code);
    expect(codes('light')).toContain('lighter');
    expect(codes('heavy')).toContain('heavy_again');
  });

  it('about a week counts each piece of work once, done or planned, in its own week', () => {
    const task = makeTask({ start: at(30), end: at(32), minutes: 120, effort: 'heavy' });
    const done = entry({ task: task.id, start: at(30), minutes: 120, effort: 'heavy' });
    const loads = weekLoads(
      [done, entry({ task: taskId(77), start: at(-24 * 8) })],
      [myPlace(task)],
      zone,
    );
    const week = loadOf(loads, dayNumber(at(30), zone));
    expect([week.minutes, week.heavy, week.days.size]).toEqual([120, 1, 1]);
    expect(loads.size).toBe(2);
    expect(mondayOf(dayNumber('2026-11-22T11:00:00Z' as Instant, zone))).toBe(
      dayNumber('2026-11-16T11:00:00Z' as Instant, zone),
    );
  });

  it('has a sentence in words, whatever it is', () => {
    const t = makeTranslator({ locale: 'en', messages: [] });
    fc.assert(
      fc.property(situations, (given) => {
        for (const { reasons } of recommend(given)) {
          for (const reason of reasons)
            expect(t(reasonMessage(reason, { catalogue, t }))).toMatch(/\.$/);
          expect(bestReasons(reasons, { catalogue, t }).length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('ranks 5,000 tasks quickly', () => {
    const many = fc.sample(tasks, { numRuns: 200, seed: 7 });
    const board = Array.from({ length: 5000 }, (_, index) => ({
      ...many[index % 200]!,
      id: taskId(index + 1),
    }));
    const given = input({ tasks: board, profile: plumber });
    expect(recommend(given)).toHaveLength(20);
    expect(fastest(() => recommend(given))).toBeLessThan(1500);
  });
});
