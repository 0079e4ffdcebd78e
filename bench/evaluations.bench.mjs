// The issue-sized simulations of docs/evaluations.md, each with its peers on the same worlds: shifts of a
// real camp, pairs of gMission, urgent calls, a year of the example commune, simulated tastes. What stands
// on data that are not here is left out with a message.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../tests/support/node.mjs';

const program = join(root, 'build/bench/commune');
const data = join(root, '../shared/data');
const scratch = join(root, 'build/bench-data/evaluations');
const report = (key, value) => console.log(JSON.stringify({ key: `evaluations/${key}`, value }));

async function evaluate(...words) {
  const { stdout } = await promisify(execFile)(program, ['evaluate', ...words], { cwd: root, maxBuffer: 1 << 28 });
  return stdout;
}
const figures = async (...words) => JSON.parse(await evaluate(...words, '--json'));
const percent = (share) => 100 * share;

function data_at(...path) {
  const file = join(data, ...path);
  if (existsSync(file)) return file;
  console.error(`evaluations: ${path.join('/')} is not here and left out`);
  return null;
}

const shifts = data_at('emf-2022', 'Shift.json');
if (shifts) {
  const { levels } = await figures('emf', shifts, data_at('emf-2022', 'Volunteer.json'));
  const fifth = levels.find(({ willing }) => willing === 0.2);
  report('emf_covered_percent', percent(fifth.min_covered));
  report('emf_optimum_percent', percent(fifth.optimum));
  const lost = levels.map((level) => level.optimum - level.min_covered);
  const lost_after = levels.map((level) => level.optimum_after_refusals - level.after_refusals);
  report('emf_below_optimum_points', percent(Math.max(...lost)));
  report('emf_below_optimum_after_refusals_points', percent(Math.max(...lost_after)));
  report('emf_seconds_most', Math.max(...levels.map(({ seconds_max }) => seconds_max)));
}
const pairs = Array.from({ length: 10 }, (_, i) => data_at('gmission', `data_0${i}.txt`));
if (pairs.every(Boolean)) {
  const results = await Promise.all(pairs.map((file) => figures('gmission', file)));
  const mean = (share) => results.reduce((sum, result) => sum + share(result), 0) / results.length;
  report('gmission_optimum', results[0].optimum);
  report('gmission_optimum_ms', 1000 * Math.max(...results.map(({ optimum_seconds }) => optimum_seconds)));
  report('gmission_online_percent', percent(mean(({ online, optimum }) => online / optimum)));
  report('gmission_greedy_percent', percent(mean(({ greedy, optimum }) => greedy / optimum)));
}

const calls = (await figures('calls')).levels.map(({ policies }) => policies);
const own = calls.map((policies) => policies.devices);
report('calls_filled_against_everybody_points', percent(Math.min(...own.map((one) => one.filled_against_everybody))));
report('calls_fewer_pings_percent', percent(Math.min(...own.map((one) => one.fewer_pings))));
report('calls_above_budget', Math.max(...own.map((one) => one.above_budget)));

const { ways } = await figures('year');
const wished_by_peers = Math.max(ways.free_choice.wished, ways.fixed_rota.wished);
report('year_filled_percent', percent(ways.clearing.filled));
report('year_wished_percent', percent(ways.clearing.wished));
report('year_wished_by_peers_percent', percent(wished_by_peers));
report('year_violations', ways.clearing.violations);

await mkdir(scratch, { recursive: true });
const tastes = join(scratch, 'tastes.csv');
await writeFile(tastes, await evaluate('simulate-tastes'));
const { models } = await figures('interactions', tastes);
report('interactions_phone_ndcg_100', models.phone.ndcg_100);
report('interactions_phone_cold_auc', models.phone.cold_auc);
report('interactions_ndcg_100', models.own.ndcg_100);
report('interactions_ndcg_100_ease', models.ease.ndcg_100);
report('interactions_cold_auc', models.own.cold_auc);
await rm(scratch, { recursive: true, force: true });
