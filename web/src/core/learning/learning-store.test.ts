import 'fake-indexeddb/auto';
import { sha256 } from '@noble/hashes/sha2.js';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { LearningRound, LearningView } from '../api-types';
import type { Api } from '../api/client';
import { ApiError } from '../api/errors';
import { fromHex, tagged, toHex, type Bytes } from '../bytes';
import { Source } from '../cell';
import { Clock, toInstant } from '../clock';
import type { HistoryEntry } from '../history/entry';
import type { ChainId, TemplateId } from '../ids';
import { demoSeed } from '../keys/derive';
import { OpenedPerson } from '../people/opened';
import { makeRecord } from '../people/record';
import type { RankingModule } from '../recommend/ranking-module';
import { openDatabase } from '../storage/database';
import { openDeviceKey } from '../storage/device-key';
import { makeTask, noon, zone } from '../testing/fixtures';
import { openRanking } from '../testing/ranking';
import { digestOf, encodeAnnouncement } from './announcement';
import { LearningStore } from './learning-store';
import { contribute, weigh } from './telling';

const chain = 'ab'.repeat(32) as ChainId;
const dayMs = 86_400_000;
const pauseMax = 5 * 60_000;
let ranking: RankingModule;
beforeAll(async () => {
  ranking = await openRanking();
});

function makeRound(opens: number, part: Partial<LearningRound> = {}): LearningRound {
  const round: LearningRound = {
    id: '',
    number: Math.floor(opens / 1000),
    closes_at: toInstant(opens + 28 * dayMs),
    norm_squared_max: 100,
    noise_variance: 10,
    devices_min: 20,
    kinds: ['cook-dinner', 'mend-pump'] as TemplateId[],
    helpers: [
      {
        name: 'This commune',
        key: '4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a',
      },
      { name: 'Meadow', key: '1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a' },
    ],
    ...part,
  };
  const label = 'commune/learning/round/v1';
  return { ...round, id: toHex(sha256(tagged(label, encodeAnnouncement(round, chain)))) };
}

interface Sent {
  round: string;
  id: string;
  sealed: Bytes;
}

class Node {
  view: LearningView = { on: true, round: null, last: null, model: null };
  readonly sent: Sent[] = [];
  asked = 0; // with a session
  failing: ApiError | null = null;
  readonly api = {
    asMember: async () => void (this.asked += 1),
    learning: async () => ((this.asked += 1), this.view),
    learningModel: async () => new Uint8Array(7),
    contribute: async (round: string, id: string, sealed: Bytes) => {
      this.sent.push({ round, id, sealed });
      if (this.failing) throw this.failing;
      return { kept: true as const };
    },
  } as unknown as Api;
}

async function opened(slug: string): Promise<OpenedPerson> {
  const database = await openDatabase(`learning-${slug}`);
  const seed = demoSeed(slug);
  const device = await openDeviceKey(database);
  const record = await makeRecord(device, { seed, chain, name: slug, kind: 'demo', pin: null });
  return new OpenedPerson(record, seed, database);
}

async function open(slug: string, node: Node, draw = 0, entries: readonly HistoryEntry[] = []) {
  let now = noon;
  const history = new Source(entries);
  const finished: number[] = []; // how many pieces of work each contribution tells of
  const person = await opened(slug);
  const start = (): LearningStore =>
    new LearningStore({
      api: node.api,
      clock: new Clock(() => now),
      opened: new Source<OpenedPerson | null>(person),
      history,
      zone: () => zone,
      module: () => Promise.resolve(listening(finished)),
      draw: () => draw,
    });
  const later = (ms: number): void => void (now += ms);
  /** As the app does while it is open: it looks, and a while after that it tells. */
  const lookAndTell = async (other?: LearningStore): Promise<void> => {
    await (other ?? store).look();
    later(pauseMax);
    await (other ?? store).tell();
  };
  const store = start();
  return { store, start, later, lookAndTell, now: () => now, history, finished };
}

/** The module, noting how much finished work it is asked to tell (src/recommend/learning_layout.h). */
function listening(finished: number[]): RankingModule {
  const answerLearning = (words: Int32Array): Int32Array => {
    if (words[1] === 3) {
      const heardAt = 11 + 3 * words[10]!;
      finished.push(words[heardAt + 1 + 5 * words[heardAt]!]!);
    }
    return ranking.answerLearning(words);
  };
  return { answerLearning } as unknown as RankingModule;
}

const work = (minutes: number): HistoryEntry =>
  ({
    task: 'aa',
    template: 'mend-pump',
    start: toInstant(noon + dayMs),
    minutes,
    planned: 60,
    status: 'done',
    effort: 'heavy',
  }) as unknown as HistoryEntry;

describe('learning together', () => {
  it('tells nothing unless its owner said yes', async () => {
    const node = new Node();
    node.view = { ...node.view, round: makeRound(noon) };
    const { store, later, lookAndTell } = await open('no', node);
    await lookAndTell();
    later(27 * dayMs);
    await lookAndTell();
    expect(node.sent).toEqual([]);
    expect(store.value.get()).toMatchObject({ on: false, offered: true, told: false });
    expect(store.value.get().budget).toMatchObject({ allowed: 8, spent: 0 });
    store.close();
  });

  it('looks again soon where there is no round yet, or no network', async () => {
    const node = new Node();
    const { store } = await open('soon', node);
    const waits = vi.spyOn(globalThis, 'setTimeout');
    await store.look();
    node.api.learning = () => Promise.reject(new ApiError('offline', '', 0));
    await store.look();
    const longest = Math.max(...waits.mock.calls.map(([, pause]) => pause ?? 0));
    waits.mockRestore();
    store.close();
    expect(longest).toBe(5 * 60_000);
  });

  it('tells once a round, at a time of its own, sealed, and charges the budget', async () => {
    const node = new Node();
    const round = makeRound(noon);
    node.view = { ...node.view, round };
    const { store, start, later, lookAndTell } = await open('once', node, 0.5, [work(90)]);
    await store.look();
    await store.setOn(true);
    await store.hear(makeTask({ template: 'cook-dinner' as TemplateId }), true);
    await lookAndTell();
    expect(node.sent).toEqual([]);
    later(20 * dayMs);
    await lookAndTell();
    await lookAndTell();
    store.close();
    const again = start();
    await lookAndTell(again);
    expect(node.sent.length).toBe(1);
    const [{ round: told, sealed }] = node.sent as [Sent];
    expect(told).toBe(round.id);
    const counts = 22 + 4 * 2 + 3;
    expect(sealed.length).toBe(2 * (48 + 40 + 4 * counts));
    expect(again.value.get()).toMatchObject({ told: true });
    expect(again.value.get().budget!.spent).toBeGreaterThan(3);
    again.close();
  });

  it('sends the very same bytes again where the answer was lost, and gives up where it is refused', async () => {
    const node = new Node();
    node.view = { ...node.view, round: makeRound(noon) };
    const { store, start, lookAndTell } = await open('again', node);
    await store.look();
    await store.setOn(true);
    let sent = 0;
    for (const status of [0, 401, 408, 429, 500, 503]) {
      node.failing = new ApiError(status === 0 ? 'offline' : 'unavailable', '', status);
      await lookAndTell();
      expect(node.sent.length, `after ${status}`).toBe((sent += 1));
      expect(node.sent.at(-1)).toEqual(node.sent[0]);
    }
    store.close();
    const other = start();
    node.failing = new ApiError('conflict', '', 409);
    await lookAndTell(other);
    await lookAndTell(other);
    expect(node.sent.length).toBe(sent + 1);
    other.close();
  });

  it('makes no request with its session around the one that tells', async () => {
    const node = new Node();
    node.view = { ...node.view, round: makeRound(noon) };
    const { store, later } = await open('alone', node);
    await store.look();
    await store.setOn(true);
    const asked = node.asked;
    await store.tell();
    expect(node.sent, 'right after a request with the session').toEqual([]);
    later(29_000);
    await store.tell();
    expect(node.sent).toEqual([]);
    later(2000);
    await store.tell();
    expect(node.sent.length).toBe(1);
    expect(node.asked).toBe(asked);
    store.close();
  });

  it('waits again where the device slept over its time', async () => {
    const node = new Node();
    node.view = { ...node.view, round: makeRound(noon) };
    const { store, later } = await open('asleep', node);
    await store.look();
    await store.setOn(true);
    later(3 * dayMs);
    await store.tell();
    expect(node.sent).toEqual([]);
    later(pauseMax);
    await store.tell();
    expect(node.sent.length).toBe(1);
    store.close();
  });

  it('stops where the year’s budget is used up, and begins again when a year is over', async () => {
    const node = new Node();
    const { store, later, lookAndTell, now } = await open('budget', node);
    node.view = { ...node.view, round: makeRound(noon) };
    await store.look();
    await store.setOn(true);
    for (let month = 0; month < 5; month += 1) {
      node.view = { ...node.view, round: makeRound(now()) };
      await lookAndTell();
      later(28 * dayMs);
    }
    expect(node.sent.length).toBe(3);
    expect(store.value.get().budget!.spent).toBeLessThanOrEqual(8);
    later(365 * dayMs);
    node.view = { ...node.view, round: makeRound(now()) };
    await lookAndTell();
    expect(node.sent.length).toBe(4);
    store.close();
  });

  it('forgets what was to be told when it is turned off, and tells a round only once all the same', async () => {
    const node = new Node();
    node.view = { ...node.view, round: makeRound(noon) };
    const { store, later, lookAndTell } = await open('off', node, 0.9);
    await store.look();
    await store.setOn(true);
    await store.setOn(false);
    later(27 * dayMs);
    await lookAndTell();
    expect(node.sent).toEqual([]);
    await store.look();
    await store.setOn(true);
    later(dayMs * 0.95);
    await lookAndTell();
    await store.setOn(false);
    await store.look();
    await store.setOn(true);
    later(dayMs * 0.03);
    await lookAndTell();
    expect(node.sent.length).toBe(1);
    store.close();
  });

  it('tells work once, in the round after it was marked done, however late that is', async () => {
    const node = new Node();
    const planned = { ...work(90), status: 'taken' } as HistoryEntry;
    const { store, later, lookAndTell, now, history, finished } = await open('late', node, 0, [
      planned,
    ]);
    const nextRound = async () => {
      node.view = { ...node.view, round: makeRound(now()) };
      await lookAndTell();
      later(29 * dayMs);
    };
    node.view = { ...node.view, round: makeRound(noon) };
    await store.look();
    await store.setOn(true);
    await lookAndTell();
    later(29 * dayMs);
    history.set([{ ...planned, status: 'done' }]);
    await nextRound();
    history.set([{ ...planned, status: 'confirmed' }]);
    await nextRound();
    expect(finished).toEqual([0, 1, 0]);
    store.close();
  });

  it('tells nothing to a helper whose key its owner never agreed to', async () => {
    const node = new Node();
    const honest = makeRound(noon);
    node.view = { ...node.view, round: honest };
    const { store, start } = await open('keys', node, 0.5);
    await store.look();
    await store.setOn(true);
    expect(store.value.get()).toMatchObject({ on: true, asks: false });
    const helpers = [honest.helpers[0]!, { name: 'Meadow', key: 'cd'.repeat(32) }];
    node.view = { ...node.view, round: makeRound(noon + dayMs, { helpers }) };
    await store.look();
    expect(store.value.get()).toMatchObject({ asks: true, told: false });
    store.close();
    const again = start(); // it is remembered
    await again.look();
    expect(again.value.get().asks).toBe(true);
    expect(node.sent).toEqual([]);
    await again.agree();
    expect(again.value.get()).toMatchObject({ asks: false });
    again.close();
  });

  it('asks about the helpers where they were not known yet when its owner said yes', async () => {
    const node = new Node();
    const { store, later } = await open('early', node);
    await store.setOn(true);
    node.view = { ...node.view, round: makeRound(noon) };
    await store.look();
    expect(store.value.get().asks).toBe(true);
    expect(node.sent).toEqual([]);
    await store.agree();
    later(pauseMax);
    await store.tell();
    expect(node.sent.length).toBe(1);
    store.close();
  });

  it('takes part in no round whose name is not the digest of what it says', async () => {
    const node = new Node();
    const honest = makeRound(noon);
    node.view = { ...node.view, round: { ...honest, devices_min: 200 } };
    const { store, lookAndTell } = await open('forged', node);
    await store.look();
    await store.setOn(true);
    await lookAndTell();
    expect(node.sent).toEqual([]);
    expect(digestOf(honest, chain)).toEqual(fromHex(honest.id));
    expect(digestOf({ ...honest, devices_min: 200 }, chain)).toBeNull();
    store.close();
  });

  it('keeps no model that it cannot read', async () => {
    const node = new Node();
    node.view = { ...node.view, model: 'cd'.repeat(32) };
    const { store } = await open('model', node);
    await store.look();
    expect(store.value.get().model).toBeNull();
    store.close();
  });
});

describe('the module', () => {
  it('draws new noise and a new name for each contribution', () => {
    const round = makeRound(noon);
    const digest = digestOf(round, chain)!;
    const told = { round, digest, now: noon, spent: [], heard: [], finished: [] };
    const [one, other] = [contribute(ranking, told), contribute(ranking, told)];
    expect(one.id).not.toBe(other.id);
    expect(one.rho).toBeCloseTo(0.25, 6);
    expect(weigh(ranking, round, noon, [{ at: noon, rho: one.rho }]).spent).toBeCloseTo(3.967, 3);
  });

  it('is content with the random words that it is given first, for as many kinds as there may be', () => {
    const kinds = Array.from({ length: 128 }, (_, index) => `kind-${index}` as TemplateId);
    const round = makeRound(noon, { kinds });
    const told = {
      round,
      digest: digestOf(round, chain)!,
      now: noon,
      spent: [],
      heard: [],
      finished: [],
    };
    const begin = performance.now();
    expect(contribute(ranking, told).sealed.length).toBe(2 * (88 + 4 * 8790));
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
