import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { Source } from '../cell';
import type { Instant, SkillId, TemplateId } from '../ids';
import { demoSeed } from '../keys/derive';
import { OpenedPerson } from '../people/opened';
import { makeRecord } from '../people/record';
import { openDatabase } from '../storage/database';
import { openDeviceKey } from '../storage/device-key';
import { makeTask, noon, zone } from '../testing/fixtures';
import { answer, answerAbout, inForce, takeBack } from './answers';
import { willingnessAt } from './hours';
import { emptyProfile, evenWeek, withHours, withLevel } from './model';
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
    expect(parseProfile(JSON.parse(JSON.stringify(emptyProfile)))).toEqual(emptyProfile);
  });

  it('drops a slider that is set to nothing', () => {
    expect(withLevel({ [cooking]: 2 } as never, cooking, 0)).toEqual({});
  });
});

describe('hours', () => {
  const evening = ['2026-11-24T17:00:00Z', '2026-11-24T19:30:00Z'] as [Instant, Instant]; // Tuesday 18:00 to 20:30
  const week = withHours(evenWeek(1), 'tue', 'evening', 2);

  it('are those of the week grid, the least glad part counts', () => {
    expect(willingnessAt({ ...emptyProfile, week }, ...evening, zone)).toBe(2);
    const early = withHours(week, 'tue', 'afternoon', 0);
    expect(
      willingnessAt(
        { ...emptyProfile, week: early },
        '2026-11-24T16:30:00Z' as Instant,
        evening[1],
        zone,
      ),
    ).toBe(0);
  });

  it('after midnight belong to the night before', () => {
    const night = withHours(evenWeek(2), 'tue', 'night', 0);
    const after = ['2026-11-25T01:00:00Z', '2026-11-25T02:00:00Z'] as [Instant, Instant];
    expect(willingnessAt({ ...emptyProfile, week: night }, ...after, zone)).toBe(0);
  });

  it('respect the earliest and the latest hour', () => {
    const limits = { ...emptyProfile.limits, notAfter: '20:00' };
    expect(willingnessAt({ ...emptyProfile, limits }, ...evening, zone)).toBe(0);
  });
});

describe('answers', () => {
  const task = makeTask({ template: 'pots' as TemplateId });
  const other = makeTask({ template: 'pots' as TemplateId });

  it('speak about one task or about its kind', () => {
    const notNow = answer(task, 'not_now', noon)(emptyProfile);
    expect(answerAbout(inForce(notNow, noon), task)?.kind).toBe('not_now');
    expect(answerAbout(inForce(notNow, noon), other)).toBeUndefined();
    const never = answer(task, 'never', noon)(emptyProfile);
    expect(answerAbout(inForce(never, noon + 1e12), other)?.kind).toBe('never');
  });

  it('run out, and can be taken back', () => {
    const notNow = answer(task, 'not_now', noon)(emptyProfile);
    expect(answerAbout(inForce(notNow, noon + 8 * 24 * 3600_000), task)).toBeUndefined();
    expect(takeBack(notNow.answers[0]!)(notNow).answers).toEqual([]);
  });
});
