// A call while the app is closed: the worker decides from the ring card as the open app would, spends the
// same budget, and knows nothing else of its owner.
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommuneView, Member, Task } from '../api-types';
import type { ChainId, GuildId, Instant, MemberId } from '../ids';
import { emptyProfile, evenWeek, type Profile } from '../profile/model';
import { openDatabase, type Database } from '../storage/database';
import { eraseVault } from '../storage/erase-vault';
import { makeCatalogue, makeTask, myPlace, noon, zone } from '../testing/fixtures';
import { openRanking } from '../testing/ranking';
import {
  parsePushed,
  type CallMessage,
  type QuestionMessage,
  type TaskMessage,
} from './call-message';
import { answerClosed, hearClosed } from './closed-call';
import { placesForCard, profileForCard, readCard, writeCard, type RingCard } from './ring-card';
import { DeviceRingKeeper, type RingMemory } from './ring-memory';

const module = await openRanking();
const me = '01'.repeat(16) as MemberId;
const chain = 'cc'.repeat(32) as ChainId;
const instant = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z') as Instant;
const words = {
  title: '',
  question: '',
  come: '',
  look: '',
  notNow: '',
  quietTitle: '',
  quiet: '',
  reportTitle: '',
  reportQuiet: '',
  filled: '',
  over: '',
  test: '',
};
let names = 0;

describe('a call while the app is closed', () => {
  let database: Database;
  const profile: Profile = { ...emptyProfile, week: evenWeek(2) };

  const call = (part: Partial<Task> = {}): TaskMessage => ({
    chain,
    isOver: false,
    task: makeTask({
      urgency: 'urgent',
      posted_at: instant(noon),
      start: instant(noon),
      end: instant(noon + 3600_000),
      people_min: 2,
      ...part,
    }),
  });
  const report = (part: Partial<QuestionMessage['alert']> = {}): QuestionMessage => ({
    chain,
    isOver: false,
    alert: {
      id: 'af'.repeat(16) as QuestionMessage['alert']['id'],
      guild: 'kitchen' as GuildId,
      template: '',
      venue: '',
      text: 'The freezer is warm',
      raised_at: instant(noon),
      asked_until: instant(noon + 3600_000),
      status: 'open',
      ...part,
    },
  });
  const card = (part: Partial<RingCard> = {}): RingCard => ({
    version: 1,
    chain,
    profile: profileForCard(profile, noon),
    places: [],
    subscription: { id: 'ab', key: 'cd' },
    locale: 'en-GB',
    texts: words,
    ...part,
  });
  const hears = async (message: CallMessage, now = noon, draw = 0) =>
    (await hearClosed(message, { database, loadModule: async () => module, now, draw: () => draw }))
      .outcome;
  const memory = (): Promise<RingMemory> => new DeviceRingKeeper(database, me).change((it) => it);

  beforeEach(async () => {
    database = await openDatabase(`closed-${(names += 1)}`);
    const members = Array.from({ length: 20 }, (_, i) => ({
      id: i === 0 ? me : (`${10 + i}`.repeat(16) as MemberId),
      name: `Ana ${i}`,
      joined_at: instant(0),
      guilds: ['kitchen' as GuildId],
      certificates: [],
    }));
    await database.put('device', me, 'current');
    await database.put(
      'board',
      {
        commune: { zone } as CommuneView,
        catalogue: makeCatalogue(),
        members: { height: 1, members: members as Member[] },
        height: 1,
        savedAt: instant(noon),
      },
      'board',
    );
    await writeCard(database, me, card());
  });

  it('rings once, stays until it is answered, and ends when enough come', async () => {
    const message = call();
    expect(await hears(message)).toBe('ring');
    expect(await hears(message, noon + 600_000)).toBe('still');
    const filled = { ...message, task: { ...message.task, coming: 2, missing: 0 } };
    expect(await hears(filled)).toBe('filled');
    expect(await hears(message)).toBe('quiet');
    expect((await memory()).pings.length).toBe(1);
  });

  it('ends when its time has passed, whatever this device’s clock says', async () => {
    const message = call();
    expect(await hears(message)).toBe('ring');
    expect(await hears({ ...message, isOver: true }, noon + 3599_000)).toBe('over');
    expect((await memory()).ringing).toBeNull();
    expect((await memory()).answers).toEqual([]);
    expect(await hears({ ...call({ status: 'cancelled' }) })).toBe('over');
  });

  it('is silent after "not now"', async () => {
    expect(await hears(call())).toBe('ring');
    await answerClosed(database, 'ee'.repeat(16) as Task['id']); // of an older call
    expect((await memory()).answers).toEqual([]);
    await answerClosed(database, (await memory()).ringing!);
    expect((await memory()).answers).toMatchObject([{ hour: 12, came: false }]);
    expect((await memory()).ringing).toBeNull();
  });

  it('never rings above the budget of a day, with other calls and with the open app', async () => {
    expect(await hears(call())).toBe('ring');
    await answerClosed(database, (await memory()).ringing!);
    expect(await hears(call({ id: 'fe'.repeat(16) as Task['id'] }), noon + 3600_000)).toBe('quiet');
    expect((await memory()).pings.length).toBe(1);
  });

  it('does not ring whom the draw leaves out, who is busy, or who wants quiet', async () => {
    expect(await hears(call(), noon, 2 ** 20 - 1)).toBe('quiet');
    const { task } = call();
    const busy = placesForCard([myPlace(makeTask({ start: task.start, end: task.end }))], noon);
    await writeCard(database, me, card({ places: busy }));
    expect(await hears(call())).toBe('quiet');
    const ping = { ...profile.ping, quietFrom: '11:00', quietTo: '14:00' };
    await writeCard(database, me, card({ profile: { ...profile, ping } }));
    expect(await hears(call())).toBe('quiet');
    expect((await memory()).pings).toEqual([]);
  });

  it('asks a guild’s people whether a report is so, and nobody else', async () => {
    expect(await hears(report({ guild: 'water' as GuildId }))).toBe('quiet');
    expect(await hears(report({ guild: 'water' as GuildId }), noon + 3000_000)).toBe('quiet');
    expect((await memory()).pings).toEqual([]);
    expect(await hears(report())).toBe('ring');
    expect(await hears(report(), noon + 600_000)).toBe('still');
    expect(await hears(report({ status: 'dismissed' }), noon + 700_000)).toBe('over');
    expect(await memory()).toMatchObject({ ringing: null, answers: [], followed: {} });
    expect((await memory()).pings.length).toBe(1);
  });

  it('asks within the hour, the owner’s quiet hours and budget', async () => {
    expect(await hears(report(), noon + 3600_000)).toBe('quiet');
    const ping = { ...profile.ping, quietFrom: '11:00', quietTo: '14:00' };
    await writeCard(database, me, card({ profile: { ...profile, ping } }));
    expect(await hears(report())).toBe('quiet');
    await writeCard(database, me, card());
    expect(await hears(call())).toBe('ring');
    await answerClosed(database, (await memory()).ringing!);
    expect(await hears(report(), noon + 600_000)).toBe('quiet');
    expect((await memory()).pings.length).toBe(1);
  });

  it('goes on ringing where the report has become a call, and asks nobody twice', async () => {
    const id = 'af'.repeat(16) as Task['id'];
    expect(await hears(report())).toBe('ring');
    expect(await hears(call({ id }), noon + 60_000)).toBe('still');
    await answerClosed(database, id);
    expect(await hears(call({ id }), noon + 120_000)).toBe('quiet');
    expect(await hears({ ...report(), isOver: true })).toBe('over');
  });

  it('reads a card that was written before there were questions', async () => {
    const { question: _, look: __, reportTitle: ___, reportQuiet: ____, ...before } = words;
    const texts = { ...before, title: 'Call', come: 'Come' } as typeof words;
    await writeCard(database, me, card({ texts }));
    expect((await readCard(database, me))?.texts).toMatchObject({ question: 'Call', look: 'Come' });
  });

  it('asks nobody where nobody wants it, or for another commune', async () => {
    expect(await hears({ ...call(), chain: 'dd'.repeat(32) as ChainId })).toBe('nobody');
    await eraseVault(database, me);
    expect(await hears(call())).toBe('nobody');
    await database.delete('device', 'current');
    expect(await hears(call())).toBe('nobody');
  });

  it('has a card with no more of the owner than the policy reads, which no other browser opens', async () => {
    const whole = { ...profile, skills: { baking: 3 } } as unknown as Profile;
    await writeCard(database, me, card({ profile: profileForCard(whole, noon) }));
    expect((await readCard(database, me))?.profile.skills).toEqual({});
    const sealed = await database.get('private', `${me}/ring-card`);
    expect(new TextDecoder().decode(sealed?.data)).not.toMatch(/profile|ping|places/);
    const other = await openDatabase(`closed-${(names += 1)}`);
    await other.put('private', sealed!, `${me}/ring-card`);
    expect(await readCard(other, me)).toBeNull();
  });
});

describe('a pushed message', () => {
  it('is read where it is whole, and otherwise not at all', () => {
    const { id, guild, sector, title, venue, template, start, end, minutes } = makeTask();
    const { people_min, people_max, certificates, skills_helpful, skills_taught } = makeTask();
    const { urgency, status, posted_at, coming, missing, free, neighbour } = makeTask();
    const { importance, series, short_since } = makeTask();
    const task = {
      ...{ id, guild, sector, title, venue, template, start, end, minutes, people_min, people_max },
      ...{ certificates, skills_helpful, skills_taught, urgency, status, posted_at },
      ...{ coming, missing, free, neighbour, importance, series, short_since },
    };
    const parsed = parsePushed(JSON.stringify({ chain, task }));
    expect(parsed).toMatchObject({
      chain,
      isOver: false,
      task: { id, series: null, invited: [], places: [] },
    });
    expect(parsePushed(JSON.stringify({ chain, over: true, task }))).toMatchObject({
      isOver: true,
    });
    expect(parsePushed('{"test":true}')).toBe('test');
    for (const text of ['', 'null', '[]', '{}', '{"chain":1}', `{"chain":"${chain}","task":{}}`])
      expect(parsePushed(text), text).toBeNull();
    const { alert } = JSON.parse(
      `{"alert":{"id":"a","guild":"g","template":"","venue":"","text":"t","raised_at":"r","asked_until":"u","status":"open"}}`,
    ) as { alert: Record<string, unknown> };
    expect(parsePushed(JSON.stringify({ chain, alert }))).toMatchObject({ isOver: false, alert });
    expect(parsePushed(JSON.stringify({ chain, over: true, alert }))).toMatchObject({
      isOver: true,
    });
    expect(parsePushed(JSON.stringify({ chain, alert: null }))).toBeNull();
    for (const name of Object.keys(alert))
      expect(
        parsePushed(JSON.stringify({ chain, alert: { ...alert, [name]: 1 } })),
        name,
      ).toBeNull();
    for (const name of Object.keys(task))
      expect(
        parsePushed(JSON.stringify({ chain, task: { ...task, [name]: {} } })),
        name,
      ).toBeNull();
  });
});
