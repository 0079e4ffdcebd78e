// Writes what the app must know of the call policy before its module is here, as the module says it
// (src/recommend/call_policy.h), to src/core/gen/call-rules.ts.
import { readFile, writeFile } from 'node:fs/promises';

const gen = new URL('../src/core/gen/', import.meta.url);
const { instance } = await WebAssembly.instantiate(await readFile(new URL('recommend.wasm', gen)));
const { planned_importance_min, planned_ahead } = instance.exports;
const lines = [
  '// Made by scripts/call-rules.mjs.',
  `export const plannedImportanceMin = ${planned_importance_min()};`,
  `export const plannedAheadSeconds = ${planned_ahead()};`,
];
await writeFile(new URL('call-rules.ts', gen), `${lines.join('\n')}\n`);
