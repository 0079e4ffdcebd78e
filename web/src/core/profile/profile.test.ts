import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { Source } from '../cell';
import type { Task } from '../api-types';
import type { SkillId, TemplateId } from '../ids';
import { demoSeed } from '../keys/derive';
import { OpenedPerson } from '../people/opened';
import { makeRecord } from '../people/record';
import { openDatabase } from '../storage/database';
import { openDeviceKey } from '../storage/device-key';
import { makeTask, noon } from '../testing/fixtures';
import { answerTo, inForce, kindOf, refusalOf, takeBack, withAnswer } from './answers';
import { emptyProfile, withLevel, type Answer } from './model';
import { parseProfile } from './parse';
import { ProfileStore } from './profile-store';

const cooking = 'cooking' as SkillId;

async function opened(slug: string, database = 'profiles'): Promise<OpenedPerson> {
  const db = await openDatabase(database);
  const seed = demoSeed(slug);
  const chain = 'ab'.repeat(32) as never;
  const record = await makeRecord(await openDeviceKey(db), {
    seed,
    chain,
    name: slug,
    kind: 'demo',
    pin: null,
  });
  return new OpenedPerson(record, seed, db);
}

describe('the profile', () => {
  it('is kept sealed and found again', async () => {
    const person = await opened('ana');
    const store = new ProfileStore(new Source<OpenedPerson | null>(person));
    await store.change((profile) => ({
      ...profile,
      skills: withLevel(profile.skills, cooking, 3),
    }));
    const again = new ProfileStore(new Source<OpenedPerson | null>(await opened('ana')));
    await again.change((profile) => profile);
    expect(again.value.get().skills).toEqual({ cooking: 3 });
    const db = await openDatabase('profiles');
    const sealed = await db.get('private', `${person.member}/profile`);
    expect(new TextDecoder().decode(sealed?.data)).not.toContain('cooking');
  });

  it('goes to another device in a file that only the same person opens', async () => {
    const here = new ProfileStore(new Source<OpenedPerson | null>(await opened('bo')));
    await here.change((profile) => ({ ...profile, aspirations: { [cooking]: 2 } as never }));
    const file = await here.exportFile();
    expect(file).not.toContain('cooking');
    const there = new ProfileStore(
      new Source<OpenedPerson | null>(await opened('bo', 'other-device')),
    );
    expect(await there.importFile(file)).toBe(true);
    expect(there.value.get().aspirations).toEqual({ cooking: 2 });
    const stranger = new ProfileStore(
      new Source<OpenedPerson | null>(await opened('cy', 'third-device')),
    );
    expect(await stranger.importFile(file)).toBe(false);
    expect(await stranger.importFile('not a file')).toBe(false);
  });

  it('survives fields of another version', () => {
    expect(parseProfile(null)).toBeNull();
    expect(parseProfile({ version: 2 })).toBeNull();
    const odd = parseProfile({
      version: 1,
      skills: { a: 7, b: 2 },
      limits: { restHours: 'x', hoursPerWeek: 5 },
      extra: 1,
    });
    expect(odd).toMatchObject({ skills: { b: 2 }, limits: { restHours: 11, hoursPerWeek: 5 } });
    const wishes = { 'template:pots': [2, 1, 0, -2], 'guild:a': [3, 0, 0, 0], 'guild:b': [1] };
    expect(parseProfile({ version: 1, wishes })?.wishes).toEqual({
      'template:pots': [2, 1, 0, -2],
    });
    expect(parseProfile(JSON.parse(JSON.stringify(emptyProfile)))).toEqual(emptyProfile);
  });

  it('drops a slider that is set to nothing', () => {
    expect(withLevel({ [cooking]: 2 } as never, cooking, 0)).toEqual({});
  });
});

describe('answers', () => {
  const task = makeTask({ template: 'pots' as TemplateId });
  const other = makeTask({ template: 'pots' as TemplateId });

  const answer = (to: Task, kind: Answer['kind'], now: number) =>
    withAnswer(answerTo(to, kind, now), now);

  it('speak about one task or about its kind', () => {
    const notNow = answer(task, 'not_now', noon)(emptyProfile);
    expect(notNow.answers[0]).toMatchObject({ kind: 'not_now', task: task.id });
    const never = answer(task, 'never', noon)(emptyProfile);
    expect(never.answers[0]?.task).toBeNull();
    expect(inForce(never, noon + 1e12).map(kindOf)).toEqual([kindOf(other)]);
    const pots = withAnswer(
      refusalOf({ id: 'pots' as TemplateId, draft: task }, noon),
      noon,
    )(emptyProfile);
    expect(inForce(pots, noon + 1e12).map(kindOf)).toEqual([kindOf(other)]);
  });

  it('run out, and can be taken back', () => {
    const notNow = answer(task, 'not_now', noon)(emptyProfile);
    expect(inForce(notNow, noon + 8 * 24 * 3600_000)).toEqual([]);
    const willing = answer(task, 'willing', noon)(emptyProfile);
    expect(inForce(willing, Date.parse(task.start!) - 1)).toHaveLength(1);
    expect(inForce(willing, Date.parse(task.start!))).toEqual([]);
    expect(takeBack(notNow.answers[0]!)(notNow).answers).toEqual([]);
  });

  it('are taken back alone: what was said since then stays, also after a copy came in', () => {
    const given = answerTo(task, 'not_now', noon);
    const since = answerTo(other, 'willing', noon + 1000);
    const later = withAnswer(
      since,
      noon + 1000,
    )({
      ...withAnswer(given, noon)(emptyProfile),
      skills: { [cooking]: 2 },
    });
    const copied = parseProfile(JSON.parse(JSON.stringify(later)))!;
    expect(takeBack(given)(copied)).toEqual({ ...copied, answers: [since] });
  });
});
