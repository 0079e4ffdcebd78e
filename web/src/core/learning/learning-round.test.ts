// A whole round as in life: a node, a helper, a hundred devices with the app's own code and module.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../api/client';
import { Transport } from '../api/transport';
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
import { makeTask, until } from '../testing/fixtures';
import { openRanking } from '../testing/ranking';
import { startRealLearning, type RealLearning } from '../testing/real-learning';
import { isBuilt } from '../testing/real-node';
import { LearningStore } from './learning-store';
import { acceptancePermille, extraMinutes } from './model';
import { contribute } from './telling';

const devices = 104;
// rho = 400 / (2 * 100 * 3) = 0.67, epsilon 6.7: one contribution is what a year's budget allows.
const terms = {
  devices_min: 100,
  norm_squared_max: 400,
  noise_variance: 3,
};
const zone = 'UTC';
let ranking: RankingModule;
let real: RealLearning;
let roundSeconds: number;
let chain: ChainId;
let kind: TemplateId;

const transport = (): Transport => new Transport({ origin: real.origin });

async function openPerson(name: string, of: ChainId): Promise<OpenedPerson> {
  const seed = demoSeed(name);
  const database = await openDatabase(name);
  const device = await openDeviceKey(database);
  const record = await makeRecord(device, { seed, chain: of, name: 'x', kind: 'demo', pin: null });
  return new OpenedPerson(record, seed, database);
}

/** How long this machine takes for one device: a person, and a contribution about as many kinds as there may be. */
async function secondsADevice(): Promise<number> {
  const begin = performance.now();
  await openPerson('trial', 'ab'.repeat(32) as ChainId);
  const kinds = Array.from({ length: 128 }, (_, index) => `kind-${index}` as TemplateId);
  const helpers = ['4310', '1afa'].map((start) => ({ name: start, key: start.repeat(16) }));
  const closes_at = toInstant(Date.now());
  const round = { ...terms, id: '', number: 1, closes_at, kinds, helpers };
  const nothing = { spent: [], heard: [], finished: [] };
  contribute(ranking, { round, digest: new Uint8Array(32), now: Date.now(), ...nothing });
  return (performance.now() - begin) / 1000;
}

/** A phone whose owner was asked ten times in the evening, said yes eight times, and once took half an hour longer. */
async function startDevice(index: number): Promise<LearningStore> {
  const person = await openPerson(`device-${index}`, chain);
  const start = toInstant(Date.now() + 3000);
  const done = { task: 'aa', template: kind, start, minutes: 90, planned: 60, status: 'done' };
  const store = new LearningStore({
    api: new Api(transport()),
    clock: new Clock(),
    opened: new Source<OpenedPerson | null>(person),
    history: new Source([done as unknown as HistoryEntry]),
    zone: () => zone,
    module: () => Promise.resolve(ranking),
    draw: () => 0.02, // of what is left of the round
  });
  await store.look(); // the helpers are shown before somebody says yes
  await store.setOn(true);
  const asked = makeTask({ template: kind, start: '2026-11-25T19:00:00Z' as never });
  for (let answer = 0; answer < 10; answer += 1) await store.hear(asked, answer < 8);
  return store;
}

describe.skipIf(!isBuilt)('a round of learning', () => {
  beforeAll(async () => {
    ranking = await openRanking();
    const needed = devices * Math.max(await secondsADevice(), await secondsADevice());
    roundSeconds = Math.ceil(30 + 3 * needed); // others use the machine too
    real = await startRealLearning({ ...terms, round_seconds: roundSeconds });
    chain = (await new Api(transport()).commune()).chain;
    kind = (await real.look()).round!.kinds[0]!;
  }, 120_000);
  afterAll(() => real?.stop());

  it('gives a model that is true of them within its noise, though the helper dies meanwhile', async () => {
    const round = (await real.look()).round!;
    const stores: LearningStore[] = [];
    for (let index = 0; index < devices; index += 1) stores.push(await startDevice(index));
    await real.killHelper();
    for (const store of stores) {
      await until(
        () => {
          void store.tell();
          return store.value.get().told;
        },
        'a device to tell',
        60_000,
      );
      await store.tell(); // what it began is done
    }
    expect(Date.now()).toBeLessThan(Date.parse(round.closes_at)); // else it became three times slower
    expect(stores.filter((store) => store.value.get().told).length).toBe(devices);
    await real.startHelper();
    let view = await real.look();
    await until(
      () => {
        void real.look().then((now) => (view = now));
        return view.last !== null;
      },
      'the end of the round',
      1000 * (roundSeconds + 60),
    );
    expect(view.last).toEqual({ number: round.number, end: 'learnt', contributions: devices });

    const [first] = stores as [LearningStore];
    await first.look();
    const model = first.value.get().model!;
    expect(model.contributions).toBe(devices);
    // A count has a deviation of 18, so 104 half hours come out at 26 minutes, give or take 4, the rate of yes
    // in the evening (0.8 of 1,040) at 0.8, give or take 0.02, and over all eight blocks of hours, of which
    // seven hold noise alone, give or take 0.06. The bounds are four deviations. A rate of a kind at an hour
    // is made of three such figures, and too uncertain with so few devices to be held to anything.
    const extra = extraMinutes(model, { template: kind })!;
    expect(extra).toBeGreaterThanOrEqual(10);
    expect(extra).toBeLessThanOrEqual(45);
    const evening = makeTask({ template: '', start: '2026-11-25T19:00:00Z' as never });
    const yes = acceptancePermille(model, evening, zone);
    expect(yes).toBeGreaterThan(700);
    expect(yes).toBeLessThan(900);
    expect(model.overall).toBeGreaterThan(550);
    stores.forEach((store) => store.close());
  }, 1_800_000);
});
