import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Round, Task } from '../api-types';
import { freePlaces } from '../board/free';
import { fromLocal } from '../calendar/zone';
import { entryOf, type HistoryEntry } from '../history/entry';
import type {
  GuildId,
  Instant,
  LocalTime,
  RoundId,
  SectorId,
  SkillId,
  TaskId,
  TemplateId,
  WillingId,
} from '../ids';
import { emptyProfile, evenWeek, withHours, type Liking, type Profile } from '../profile/model';
import type { RankingModule } from '../recommend/ranking-module';
import { likings } from '../recommend/recommend';
import { indexed, makeTask, myPlace, noon, zone } from '../testing/fixtures';
import { openRanking } from '../testing/ranking';
import { firstWord, roomsOf } from './first-word';
import { invitationsOf } from './invitations';
import { coveredOf, currentRound, lastShared, phaseEnds, phaseOf } from './phase';
import { choiceOf, fromSaid, offerableTasks, toInput, type Word } from './word';

let ranking: RankingModule;
beforeAll(async () => {
  ranking = await openRanking();
});

const at = (day: string, hour = '00'): Instant => `2026-11-${day}T${hour}:00:00Z` as Instant;
const round: Round = {
  id: 'aa'.repeat(16) as RoundId,
  from: at('24'),
  until: '2026-12-01T00:00:00Z' as Instant,
  closes_at: at('23', '19'),
  confirm_by: at('25', '19'),
  weekly: true,
  revision: 1,
  people: 3,
  clearings: 0,
  stale: false,
};
const cleared = { ...round, clearings: 1 };
const willing = `${round.id}${'bb'.repeat(16)}` as WillingId;
const { venues } = indexed();
const context = { mine: [], member: undefined, venues, now: noon };

describe('a round', () => {
  it('is open, then shared out, then answered, then under way in its own days, then over', () => {
    expect(phaseOf(round, Date.parse(round.closes_at))).toBe('open');
    expect(phaseOf(round, Date.parse(round.closes_at) + 1)).toBe('sharing');
    expect(phaseOf(cleared, Date.parse(round.closes_at) + 1)).toBe('answering');
    expect(phaseOf(cleared, Date.parse(round.confirm_by) + 1)).toBe('running');
    expect(phaseEnds(round, 'running')).toBe(round.until);
    expect(phaseOf(cleared, Date.parse(round.until))).toBe('over');
    expect(currentRound([cleared], Date.parse(round.confirm_by) + 1)).toBe(cleared);
    expect(currentRound([cleared, round], noon)).toBe(cleared);
    expect(currentRound([round], Date.parse(round.until))).toBeUndefined();
  });

  it('says what is lacking until its days are over, not only while people may answer', () => {
    const later = { ...cleared, id: 'cc'.repeat(16) as RoundId, closes_at: at('30', '19') };
    const open = { ...round, closes_at: at('29', '19') };
    expect(lastShared([cleared, open], Date.parse(cleared.confirm_by) + 1)).toBe(cleared);
    expect(lastShared([later, cleared], noon)).toBe(later);
    expect(lastShared([cleared, open], Date.parse(cleared.until))).toBeUndefined();
  });

  it('counts a place that is kept for somebody as covered, until they let it lapse', () => {
    const until = at('25', '19');
    const task = makeTask({ invited: [{ willing, trainee: false, until }], people_min: 3 });
    const trainee = makeTask({ invited: [{ willing, trainee: true, until }] });
    expect(coveredOf([task, trainee], round, noon)).toEqual({ covered: 1, needed: 5 });
    expect(coveredOf([task], round, Date.parse(until) + 1).covered).toBe(0);
  });
});

describe('the free places of a task', () => {
  it('do not hold those that are kept for people who are invited', () => {
    const until = at('25', '19');
    const invited = [
      { willing, trainee: false, until },
      { willing, trainee: true, until },
    ];
    const task = makeTask({ people_max: 2, trainees_max: 1, invited });
    expect(freePlaces(task, noon)).toEqual({ regular: 1, trainee: 0, kept: 2 });
    expect(freePlaces(task, Date.parse(until) + 1)).toEqual({ regular: 2, trainee: 1, kept: 0 });
  });
});

describe('an invitation', () => {
  it('is found by the own word alone, and only while its place is kept', () => {
    const until = at('25', '19');
    const mine = makeTask({ invited: [{ willing, trainee: true, until }] });
    const other = makeTask({
      invited: [{ willing: 'cc'.repeat(32) as WillingId, trainee: false, until }],
    });
    const find = (now: number, rounds = [cleared]) =>
      invitationsOf([other, mine], rounds, () => willing, now);
    expect(find(noon)).toEqual([{ round: round.id, task: mine, trainee: true, until }]);
    expect(find(Date.parse(until) + 1)).toEqual([]);
    expect(find(noon, [round])).toEqual([]);
  });

  it('reaches somebody in the days of the round too', () => {
    const until = at('27', '12');
    const mine = makeTask({ invited: [{ willing, trainee: false, until }] });
    const wednesday = Date.parse(at('26', '08'));
    expect(phaseOf(cleared, wednesday)).toBe('running');
    expect(invitationsOf([mine], [cleared], () => willing, wednesday)).toHaveLength(1);
  });
});

describe('what can be offered', () => {
  it('leaves out what clashes with own places, is full, or is outside the round', () => {
    const task = makeTask();
    const own = makeTask({ start: task.start, end: task.end });
    const full = makeTask({ people_max: 0, people_min: 0 });
    const outside = makeTask({ start: at('23', '10'), end: at('23', '11') });
    expect(offerableTasks([task, full, outside], round, context)).toEqual([
      { task, trainee: false, mayLearn: false },
    ]);
    expect(offerableTasks([task], round, { ...context, mine: [myPlace(own)] })).toEqual([]);
    expect(offerableTasks([task], round, { ...context, mine: [myPlace(task)] })).toEqual([]);
  });

  it('is a trainee’s place where a certificate is missing, or nothing', () => {
    const certificates = ['food-hygiene' as SkillId];
    const teaching = makeTask({ certificates, trainees_max: 1 });
    expect(offerableTasks([makeTask({ certificates }), teaching], round, context)).toEqual([
      { task: teaching, trainee: true, mayLearn: false },
    ]);
  });

  it('is a trainee’s place by choice where one is free, and the choice is kept', () => {
    const teaching = makeTask({ trainees_max: 1, skills_taught: ['baking' as SkillId] });
    const offerable = offerableTasks([teaching], round, context);
    expect(offerable).toEqual([{ task: teaching, trainee: false, mayLearn: true }]);
    const word = (learning: TaskId[]): Word => ({
      choices: { [teaching.id]: 'yes' } as Word['choices'],
      minutesMax: 120,
      placesMax: 2,
      rooms: [],
      learning,
    });
    const said = toInput(word([teaching.id]), offerable);
    expect(said.offers).toEqual([{ task: teaching.id, weight: 60, trainee: true }]);
    expect(fromSaid(said).learning).toEqual([teaching.id]);
    expect(toInput(word([]), offerable).offers[0]!.trainee).toBe(false);
    const taken = [{ ...offerable[0]!, mayLearn: false }]; // by somebody else in the meantime
    expect(toInput(word([teaching.id]), taken).offers[0]!.trainee).toBe(false);
  });

  it('is told ascending, each task once, without what nobody asked for', () => {
    const tasks = Array.from({ length: 8 }, () => makeTask());
    const offerable = tasks.map((task) => ({ task, trainee: false, mayLearn: false }));
    const anyChoices = fc.array(fc.constantFrom('no', 'if_needed', 'yes', 'gladly'), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(anyChoices, (chosen) => {
        const word: Word = {
          choices: Object.fromEntries(
            tasks.map(({ id }, i) => [id, chosen[i]!]),
          ) as Word['choices'],
          minutesMax: 120,
          placesMax: 2,
          rooms: [
            { sector: 'food' as SectorId, minutes: 60 },
            { sector: 'arts' as SectorId, minutes: 60 },
          ],
          learning: [],
        };
        const input = toInput(word, offerable.toReversed());
        const ids = input.offers.map(({ task }) => task);
        expect(ids).toEqual([...new Set(ids)].sort());
        expect(input.rooms.map(({ sector }) => sector)).toEqual(ids.length ? ['food'] : []);
        const said = fromSaid(input).choices;
        for (const { id } of tasks) expect(said[id] ?? 'no').toBe(word.choices[id]);
      }),
    );
  });

  it('reads weights of other programs as the nearest step, and never as a no', () => {
    expect([1, 30, 41, 79, 81, 100].map(choiceOf)).toEqual([
      'if_needed',
      'if_needed',
      'yes',
      'yes',
      'gladly',
      'gladly',
    ]);
  });
});

describe('the first word', () => {
  const profile: Profile = { ...emptyProfile, week: evenWeek(2) };
  const task = makeTask({ skills_helpful: ['cooking' as SkillId] });
  const asked = (tasks: readonly Task[], own: Partial<Profile>, done: HistoryEntry[] = []) =>
    likings(ranking, {
      tasks,
      mine: [],
      profile: { ...profile, ...own },
      history: done,
      catalogue: indexed(),
      member: undefined,
      now: noon,
      zone,
    });
  const liking = (own: Partial<Profile>, of: Task = task) => asked([of], own).get(of.id);
  const about = (own: Partial<Profile>, liked: ReadonlyMap<TaskId, Liking> = new Map()) => ({
    likings: liked,
    profile: { ...profile, ...own },
    guilds: [] as GuildId[],
    turns: [],
    mine: [],
  });

  it('comes from what the profile says of the work and of the hour', () => {
    expect(liking({})).toBe(0);
    expect(liking({ interests: { ['cooking' as SkillId]: 3 } })).toBe(2);
    expect(liking({ interests: { ['cooking' as SkillId]: 1 } })).toBe(1);
    expect(liking({ sectors: { ['food' as SectorId]: 2 } })).toBe(2);
    const word = (liked: Liking) =>
      firstWord(
        [{ task, trainee: false, mayLearn: false }],
        round,
        about({}, new Map([[task.id, liked]])),
      );
    expect(word(2).choices).toEqual({ [task.id]: 'gladly' });
    expect(word(1).choices).toEqual({ [task.id]: 'yes' });
    expect(word(-1).choices).toEqual({});
  });

  it('says no at hours that are not free, and to what was refused for good', () => {
    const busy = withHours(evenWeek(2), 'tue', 'evening', 0); // 18:00 to 20:30 in Berlin
    expect(liking({ week: busy })).toBe(-2);
    expect(liking({ week: withHours(evenWeek(2), 'wed', 'evening', 0) })).toBe(0);
    const limits = { ...profile.limits, notAfter: '20:00' };
    expect(liking({ limits })).toBe(-2);
    const never = {
      kind: 'never',
      task: null,
      template: task.template,
      guild: task.guild,
    } as const;
    const answers = [{ ...never, title: '', at: at('01'), until: null }] as Profile['answers'];
    expect(liking({ answers })).toBe(-2);
  });

  it('says no to work in the small hours for who wants to stop in the evening, in any zone', () => {
    const limits = { ...profile.limits, notAfter: '21:30' };
    for (const wall of ['Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland']) {
      const start = fromLocal('2026-11-25T01:00' as LocalTime, wall);
      const end = fromLocal('2026-11-25T02:00' as LocalTime, wall);
      const night = makeTask({ start, end, minutes: 60 });
      const catalogue = indexed();
      const own = { profile: { ...profile, limits }, history: [], mine: [], member: undefined };
      const found = likings(ranking, { tasks: [night], catalogue, ...own, now: noon, zone: wall });
      expect(found.get(night.id)).toBe(-2);
    }
  });

  it('says no to hours that reach into a part of the day that is not free, by however little', () => {
    const week = withHours(evenWeek(2), 'tue', 'afternoon', 0); // from 14:00
    const start = fromLocal('2026-11-24T13:45' as LocalTime, zone);
    const end = fromLocal('2026-11-24T14:10' as LocalTime, zone);
    expect(liking({ week }, makeTask({ start, end, minutes: 25 }))).toBe(-2);
  });

  it('follows a wish for the kind of job before anything else, as often as it would be', () => {
    const wish = (...wish: number[]): Partial<Profile> => ({
      interests: { ['cooking' as SkillId]: 3 },
      wishes: { [`template:${task.template}`]: wish } as unknown as Profile['wishes'],
    });
    expect(liking(wish(1, 0, -1, -2))).toBe(1);
    expect(liking(wish(-1, -1, 2, 2))).toBe(-1);
    const five = [24, 25, 26, 27, 28].map((day) =>
      makeTask({ start: at(`${day}`, '17'), end: at(`${day}`, '19') }),
    );
    const inOrder = (own: Partial<Profile>, done: HistoryEntry[] = []) => {
      const found = asked(five, own, done);
      return five.map(({ id }) => found.get(id));
    };
    expect(inOrder(wish(2, -2, -2, -2))).toEqual([2, -2, -2, -2, -2]);
    const done = ['03', '10', '17'].map((day, index) => {
      const place = myPlace(makeTask({ start: at(day, '17'), end: at(day, '19') }), {
        status: 'done',
      });
      return { ...entryOf(place, undefined)!, task: `done-${index}` as TaskId };
    });
    expect(inOrder(wish(2, -2, -2, -2), done)).toEqual([-2, -2, -2, -2, -2]);
    expect(inOrder(wish(0, 2, 1, -1), done.slice(2))).toEqual([2, 1, 1, -1, -1]);
  });

  it('keeps to the hours a week that the owner wants, less what is planned already', () => {
    const limits = { ...profile.limits, hoursPerWeek: 8 };
    const planned = myPlace(makeTask({ minutes: 150 }));
    const word = firstWord([{ task, trainee: false, mayLearn: false }], round, {
      ...about({ limits }),
      mine: [planned],
    });
    expect(word).toMatchObject({ minutesMax: 330, placesMax: 3, choices: {}, rooms: [] });
    const mine = firstWord([{ task, trainee: false, mayLearn: false }], round, {
      ...about({}),
      guilds: ['kitchen' as GuildId],
    });
    expect(mine.choices).toEqual({ [task.id]: 'if_needed' } as Record<TaskId, string>);
  });

  it('begins as a trainee where it teaches what the owner would like to learn and does not know', () => {
    const baking = 'baking' as SkillId;
    const offerable = [
      { task: { ...task, skills_taught: [baking] }, trainee: false, mayLearn: true },
    ];
    const learning = (own: Partial<Profile>) => firstWord(offerable, round, about(own)).learning;
    expect(learning({ aspirations: { [baking]: 2 } })).toEqual([task.id]);
    expect(learning({})).toEqual([]);
    expect(learning({ aspirations: { [baking]: 2 }, skills: { [baking]: 3 } })).toEqual([]);
  });

  it("asks for what was hard to fill where it is this person's turn, and never what they refuse", () => {
    const kind = 'stew' as TemplateId;
    const stew = { ...task, template: kind };
    const turns = [kind];
    const word = firstWord([{ task: stew, trainee: false, mayLearn: false }], round, {
      ...about({}),
      turns,
    });
    expect(word.choices).toEqual({ [task.id]: 'if_needed' } as Record<TaskId, string>);
    const other = firstWord([{ task, trainee: false, mayLearn: false }], round, {
      ...about({}),
      turns,
    });
    expect(other.choices).toEqual({});
    const wishes = { [`template:${kind}`]: [-2, -2, -2, -2] } as never;
    const refused = about({ wishes }, asked([stew], { wishes }));
    const not = firstWord([{ task: stew, trainee: false, mayLearn: false }], round, {
      ...refused,
      turns,
    });
    expect(not.choices).toEqual({});
  });
});

describe('the room that is left in a sector', () => {
  it('is the baseline of four weeks less what was done and is planned, in whole hours', () => {
    const entry = {
      task: 'x',
      sector: 'food',
      start: at('20', '10'),
      minutes: 60,
      status: 'done',
    } as never;
    const old = { ...(entry as object), start: '2026-10-20T10:00:00Z' } as never;
    const sectors = [...indexed().sectors.values()];
    const rooms = roomsOf([entry, old], [myPlace(makeTask({ minutes: 30 }))], sectors, round);
    // 20 hours a year are 1.53 in four weeks; 1.5 are done or planned.
    expect(rooms.find(({ sector }) => sector === 'food')).toMatchObject({ minutes: 60 });
    expect(rooms.find(({ sector }) => sector === 'arts')).toMatchObject({ minutes: 240 });
  });
});
