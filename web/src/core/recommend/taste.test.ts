import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Task } from '../api-types';
import { Source } from '../cell';
import type { HistoryEntry } from '../history/entry';
import type { GuildId, Instant, LocalDate, SectorId, SkillId, TemplateId } from '../ids';
import { demoSeed } from '../keys/derive';
import { OpenedPerson } from '../people/opened';
import { makeRecord } from '../people/record';
import { emptyProfile } from '../profile/model';
import { openDatabase } from '../storage/database';
import { openDeviceKey } from '../storage/device-key';
import { indexed, makeTask, noon, taskId, zone } from '../testing/fixtures';
import { openRanking } from '../testing/ranking';
import { RankingRefused } from './decode';
import { learn, proposeSkills, tastePoints } from './learning';
import type { RankingModule } from './ranking-module';
import { explain, recommend, type RecommendInput } from './recommend';
import { TasteStore, responses, type Response, type Said, type TasteState } from './taste-store';
import { nameTask } from './taste-names';

let ranking: RankingModule;
beforeAll(async () => {
  ranking = await openRanking();
});

const learner = (state: TasteState, said: readonly Said[]) => learn(ranking, state, said);
const cook = (part: Partial<Task> = {}): Task => makeTask(part);
const repair = (part: Partial<Task> = {}): Task =>
  makeTask({
    guild: 'repairs' as GuildId,
    sector: 'maintenance' as SectorId,
    template: 'mend-pump' as TemplateId,
    title: 'Mend the pump',
    venue: '',
    effort: 'heavy',
    start: '2026-11-25T08:00:00Z' as Instant,
    end: '2026-11-25T10:30:00Z' as Instant,
    ...part,
  });

async function opened(slug: string): Promise<OpenedPerson> {
  const database = await openDatabase(`taste-${slug}`);
  const seed = demoSeed(slug);
  const chain = 'ab'.repeat(32) as never;
  const record = await makeRecord(await openDeviceKey(database), {
    seed,
    chain,
    name: slug,
    kind: 'demo',
    pin: null,
  });
  return new OpenedPerson(record, seed, database);
}

async function open(slug: string): Promise<TasteStore> {
  const store = new TasteStore(new Source<OpenedPerson | null>(await opened(slug)), () => zone);
  await store.learnWith(learner);
  return store;
}

async function sayAll(store: TasteStore, response: Response, tasks: readonly Task[]) {
  for (const task of tasks) await store.say(task, response);
}

function pointsOf(state: TasteState, task: Task) {
  return tastePoints(ranking, state, [task], zone).get(task.id);
}

function said(task: Task, response: Response): Said {
  return { task: task.id, response, ...nameTask(task, zone) };
}

describe('what a device learns of its owner', () => {
  it('moves what was liked up and what was refused down, with the weight that Why? says', async () => {
    const store = await open('moves');
    const [liked, disliked] = [repair(), cook()];
    const input: RecommendInput = {
      tasks: [liked, disliked],
      mine: [],
      profile: emptyProfile,
      history: [],
      catalogue: indexed(),
      member: undefined,
      now: noon,
      zone,
    };
    const before = recommend(ranking, input).recommendations;
    expect(before[0]?.task.id).toBe(disliked.id); // it is sooner
    await sayAll(store, 'take', [repair(), repair(), repair()]);
    await sayAll(store, 'never', [cook()]);
    const taste = tastePoints(ranking, store.value.get().state, [liked, disliked], zone);
    const after = recommend(ranking, { ...input, tasks: [liked, disliked], taste });
    expect(after.recommendations[0]?.task.id).toBe(liked.id);
    const without = explain(ranking, liked, input)!.score;
    const now = explain(ranking, liked, { ...input, taste })!;
    const reason = now.reasons.find(({ code }) => code === 'like_before');
    expect(reason?.contribution).toBe(taste.get(liked.id)?.points);
    expect(now.score - without).toBe(reason?.contribution);
    expect(taste.get(disliked.id)).toMatchObject({ source: 'before' });
    expect(taste.get(disliked.id)!.points).toBeLessThan(0);
  });

  it('carries over to work like it, and says that it was not this very kind', async () => {
    const store = await open('similar');
    await sayAll(store, 'enjoyed', [repair(), repair(), repair()]);
    const other = repair({ template: 'mend-roof' as TemplateId, title: 'Mend the roof' });
    const found = pointsOf(store.value.get().state, other);
    expect(found?.source).toBe('similar');
    expect(found!.points).toBeGreaterThan(0);
  });

  it('says nothing before three answers, and "not now" is none', async () => {
    const store = await open('few');
    const task = repair();
    await sayAll(store, 'take', [repair(), repair()]);
    await sayAll(store, 'not_now', [repair(), repair()]);
    expect(pointsOf(store.value.get().state, task)).toBeUndefined();
    await sayAll(store, 'willing', [repair()]);
    expect(pointsOf(store.value.get().state, task)!.points).toBeGreaterThan(0);
  });

  it('counts each answer once, and one taken back not at all', async () => {
    const store = await open('once');
    const tasks = [repair(), repair(), repair()];
    await sayAll(store, 'take', tasks);
    const { state } = store.value.get();
    await sayAll(store, 'take', tasks);
    expect(store.value.get().state).toEqual(state);
    const refused = repair();
    await store.say(refused, 'never');
    expect(store.value.get().state).not.toEqual(state);
    await store.takeBack('never', { task: refused.id });
    expect(store.value.get().state).toEqual(state);
    await store.takeBack('take', { kind: 'mend-pump' });
    expect(store.value.get().said).toEqual([]);
  });

  it('is kept sealed, found again, and forgotten for good', async () => {
    const store = await open('kept');
    await sayAll(store, 'take', [repair(), repair(), repair()]);
    const { state } = store.value.get();
    const again = await open('kept');
    expect(again.value.get().state).toEqual(state);
    expect(again.problem.get()).toBeNull();
    await again.forget();
    expect((await open('kept')).value.get()).toMatchObject({ said: [], learnt: 0, state: [] });
  });

  it('keeps the surprise of a day, whatever is forgotten, and another on the next', async () => {
    const [monday, tuesday] = ['2026-11-23', '2026-11-24'] as LocalDate[];
    const store = await open('surprise');
    await store.surprised(monday!, taskId(1));
    await store.forget();
    await store.setOn(false);
    const again = await open('surprise');
    expect(again.value.get().surprise).toEqual({ day: monday, task: taskId(1) });
    await again.surprised(tuesday!, taskId(2));
    expect(again.value.get().surprise).toEqual({ day: tuesday, task: taskId(2) });
  });

  it('waits for the module: what was said without it is learnt when it is here', async () => {
    const person = new Source<OpenedPerson | null>(await opened('waits'));
    const store = new TasteStore(person, () => zone);
    const tasks = [repair(), repair(), repair()];
    await sayAll(store, 'take', tasks);
    expect(store.value.get().state).toEqual([]);
    await store.learnWith(learner);
    expect(store.value.get().state).toEqual(
      learner(
        [],
        tasks.map((task) => said(task, 'take')),
      ),
    );
  });

  it('learns nothing while it is switched off', async () => {
    const store = await open('off');
    await store.setOn(false);
    await store.say(repair(), 'take');
    expect(store.value.get().said).toEqual([]);
    expect((await open('off')).value.get().on).toBe(false);
  });

  it('learns anew from the answers where its state is of another version or damaged', async () => {
    for (const [slug, code, damage] of [
      ['version', 9, (state: TasteState) => [99, ...state.slice(1)]],
      ['damage', 10, (state: TasteState) => state.map((word, at) => (at === 3 ? word + 1 : word))],
      ['cut', 10, (state: TasteState) => state.slice(0, -1)],
    ] as const) {
      const store = await open(slug);
      await sayAll(store, 'take', [repair(), repair(), repair()]);
      const taste = store.value.get();
      const person = await opened(slug);
      await person.vault.write('taste', { ...taste, state: damage(taste.state) });
      const again = await open(slug);
      expect((again.problem.get() as RankingRefused).code).toBe(code);
      expect(again.value.get().state).toEqual(taste.state);
      expect((await open(slug)).problem.get()).toBeNull();
    }
  });

  it('refuses any words that it did not write', () => {
    const task = repair();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), (state) => {
        fc.pre(state.length > 0);
        expect(() => pointsOf(state, task)).toThrow(RankingRefused);
      }),
    );
  });

  it('stays within 24 points, and never claims a liking that no answer bears out', () => {
    const kinds = [cook, repair, () => repair({ template: 'mend-roof' as TemplateId })];
    const answer = fc.tuple(fc.nat(2), fc.constantFrom(...responses));
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 60 }), (answers) => {
        const all = answers.map(([kind, response]) => said(kinds[kind]!(), response));
        const state = learner([], all);
        for (const make of kinds) {
          const found = pointsOf(state, make());
          if (!found) continue;
          expect(Math.abs(found.points)).toBeLessThanOrEqual(24);
          const yes = ['take', 'willing', 'enjoyed', 'learned'];
          const name = nameTask(make(), zone).names[0];
          const own = all.filter((one) => one.names[0] === name && one.response !== 'not_now');
          const balance = own.reduce((sum, one) => sum + (yes.includes(one.response) ? 1 : -1), 0);
          if (found.source === 'before') expect(Math.sign(balance)).toBe(Math.sign(found.points));
        }
      }),
    );
  });
});

describe('skills that grow by doing', () => {
  const [baking, cooking] = ['baking' as SkillId, 'cooking' as SkillId];
  const entry = (part: Partial<HistoryEntry>): HistoryEntry => ({
    task: taskId(1),
    sector: 'food' as SectorId,
    guild: 'kitchen' as GuildId,
    template: '',
    title: '',
    start: '2026-11-01T10:00:00Z' as Instant,
    minutes: 60,
    effort: 'light',
    status: 'done',
    trainee: true,
    taught: [baking],
    ...part,
  });

  it('are proposed after two trainee places, or where something was learnt', () => {
    const places = [entry({}), entry({ task: taskId(2), minutes: 30 })];
    const both = [...places, entry({ task: taskId(3), trainee: false, taught: [cooking] })];
    const none = new Set<never>();
    expect(proposeSkills(ranking, both, none, [])).toEqual([
      { skill: baking, times: 2, minutes: 90 },
    ]);
    expect(proposeSkills(ranking, places.slice(1), none, [])).toEqual([]);
    expect(proposeSkills(ranking, both, none, [baking])).toEqual([]);
    const learnt = new Set([taskId(3), taskId(4)]);
    const more = [...both, entry({ task: taskId(4), trainee: false, taught: [cooking] })];
    expect(proposeSkills(ranking, more, learnt, []).map(({ skill }) => skill)).toEqual([
      baking,
      cooking,
    ]);
  });

  it('are asked about again only after they were practised once more', async () => {
    const store = await open('later');
    await store.askLater(baking, 2);
    expect((await open('later')).value.get().later).toEqual({ [baking]: 2 });
  });
});
