// 10,000 open tasks ranked for one person as the page does it after an answer: from the board, with what was
// learnt of their answers, to the reasons, through the WebAssembly module, with the app's own code as it is
// bundled. The native figure is src/recommend's.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from '../web/node_modules/vite/dist/node/index.js';
import { root } from '../tests/support/node.mjs';

const runs = 31;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const report = (key, value) => console.log(JSON.stringify({ key: `recommend/${key}`, value }));
const folder = join(root, 'web/src/core/recommend');

async function bundled() {
  const outDir = join(root, 'build/bench/recommend');
  const entry = ['recommend.ts', 'encode.ts', 'ranking-module.ts', 'learning.ts', 'taste-names.ts'].map((name) => join(folder, name));
  await build({
    configFile: false,
    logLevel: 'error',
    build: { outDir, lib: { entry, formats: ['es'], fileName: (_, name) => `${name}.mjs` } },
  });
  const load = (name) => import(pathToFileURL(join(outDir, `${name}.mjs`)));
  return Promise.all(['recommend', 'encode', 'ranking-module', 'learning', 'taste-names'].map(load));
}

const now = Date.parse('2026-06-01T10:00:00Z');
const hex = (number) => number.toString(16).padStart(8, '0').repeat(4);
const instant = (hours) => new Date(now + hours * 3_600_000).toISOString().replace('.000', '');
const some = (prefix, count) => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
const byId = (things) => new Map(things.map((thing) => [thing.id, thing]));

const skills = some('skill', 60);
const sectors = some('sector', 6).map((id) => ({ id, name: id, about: '', baseline_hours: 25 }));
const venues = some('venue', 30).map((id, i) => ({ id, name: id, x_m: 40 * i, y_m: 900 - 60 * i }));

function task(i) {
  const hours = (i * 7919) % (27 * 24);
  const [start, end] = i % 10 === 0 ? [null, null] : [instant(hours + 1), instant(hours + 3)];
  return {
    id: hex(i), guild: `guild-${i % 12}`, sector: sectors[i % 6].id, title: `Task ${i % 90}`, why: '',
    details: '', venue: venues[i % 30].id, template: i % 3 === 0 ? '' : `kind-${i % 60}`, start, end,
    due: null, minutes: 120, people_min: 2, people_max: 4, trainees_max: 1, certificates: [],
    skills_helpful: [skills[i % 60], skills[(i * 7) % 60]], skills_taught: [skills[(i * 11) % 60]],
    importance: 1 + (i % 3), urgency: i % 20 === 0 ? 'soon' : 'calm', effort: ['light', 'medium', 'heavy'][i % 3],
    gathering: i % 25 === 0, series: null, status: 'open', reason: '', revision: 1, posted_at: instant(-99),
    changed_at: instant(-99), guests: 0, coming: 1, missing: i % 2, free: 2, trainees_free: i % 4 === 0 ? 1 : 0,
    places: [], invited: [], visitors: [], neighbour: '', feedback: {},
  };
}

function entry(i) {
  return {
    task: hex(90_000 + i), sector: sectors[i % 6].id, guild: `guild-${i % 12}`, template: `kind-${i % 60}`,
    title: '', start: instant(-9 * i - 3), minutes: 120, effort: ['light', 'heavy'][i % 2], status: 'done',
    trainee: false, taught: [],
  };
}

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const parts = { early: 1, morning: 2, midday: 1, afternoon: 1, evening: 2, night: 0 };
const levels = (step) => Object.fromEntries(skills.filter((_, i) => i % step === 0).map((id, i) => [id, 1 + (i % 3)]));
const input = {
  tasks: Array.from({ length: 10_000 }, (_, i) => task(i)),
  mine: [],
  profile: {
    version: 1, skills: levels(4), interests: levels(5), aspirations: levels(7), sectors: { 'sector-1': 2 },
    week: Object.fromEntries(days.map((day) => [day, parts])),
    limits: { hoursPerWeek: 12, notBefore: '08:00', notAfter: null, heavyPerWeek: 2, walkMinutesMax: null, restHours: 11, freeDaysPerWeek: 1 },
    ping: {}, wishes: { 'template:kind-1': [2, 1, 0, -2], 'guild:guild-3': [1, 1, 1, 0] },
    asked: { wishes: null }, answers: [],
  },
  history: Array.from({ length: 200 }, (_, i) => entry(i)),
  catalogue: {
    sectors: byId(sectors), venues: byId(venues), skills: byId(skills.map((id) => ({ id, name: id }))),
    guilds: byId(some('guild', 12).map((id) => ({ id, name: id }))), templates: new Map(), series: new Map(),
  },
  member: { id: hex(1), name: 'Me', guilds: ['guild-1'], certificates: [] },
  now,
  zone: 'Europe/Berlin',
  limit: 10,
};

/** Milliseconds of each run; the first, that also compiles, comes first. */
function times(work) {
  return Array.from({ length: runs }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
}

const [{ recommend }, { encode }, { RankingModule }, { learn, tastePoints }, { nameTask }] = await bundled();
const file = await readFile(join(root, 'web/src/core/gen/recommend.wasm'));
const module = RankingModule.of((await WebAssembly.instantiate(file)).instance);
// Two hundred answers: a year of somebody who says something every other day.
const answers = Array.from({ length: 200 }, (_, i) => ({
  task: hex(i), response: ['take', 'enjoyed', 'not_this_kind', 'hard'][i % 4], ...nameTask(input.tasks[i * 47], input.zone),
}));
const state = learn(module, [], answers);
const pointsOf = () => tastePoints(module, state, input.tasks, input.zone);
const all = times(() => {
  const taste = pointsOf();
  if (taste.size < 1000) throw new Error('what was learnt says something of many tasks');
  if (recommend(module, { ...input, taste }).recommendations.length !== 10) throw new Error('ten were asked for');
});
const { words } = encode({ ...input, taste: pointsOf() });
report('module_gzipped_kb', gzipSync(file, { level: 9 }).length / 1000);
report('phone_10000_first_ms', all[0]);
report('phone_10000_ms', median(all));
report('taste_10000_ms', median(times(pointsOf)));
report('wasm_10000_ms', median(times(() => module.answer(words))));
