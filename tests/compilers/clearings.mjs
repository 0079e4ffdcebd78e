// The solver of clearings as WebAssembly against tests/vectors/clearings.json, the digests that the
// builds of gcc and clang are held to: no threads there, another standard library, 32-bit addresses.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const vectors = JSON.parse(readFileSync(new URL('tests/vectors/clearings.json', root), 'utf8'));
const module = await WebAssembly.compile(readFileSync(new URL('build/wasm/clearing-solver.wasm', root)));

// The C library names files and the environment; the solver never reaches them.
const outside = WebAssembly.Module.imports(module).map(({ name }) => {
  const refuse = () => {
    throw new Error(`the solver reaches for ${name}`);
  };
  return [name, refuse];
});
const imports = { wasi_snapshot_preview1: Object.fromEntries(outside) };
const { exports: solver } = await WebAssembly.instantiate(module, imports);
solver._initialize();

const bytes = (begin, size) => new Uint8Array(solver.memory.buffer, begin, size);
const digest = (begin, size) => createHash('sha256').update(bytes(begin, size)).digest('hex');

const solved = {};
for (let series = 0; series < solver.series(); series += 1) {
  const name = new TextDecoder().decode(bytes(solver.name_begin(series), solver.name_size(series)));
  solver.solve(series);
  solved[name] = {
    places: digest(solver.places_begin(), solver.places_size()),
    proof: digest(solver.proof_begin(), solver.proof_size()),
  };
}
assert.deepEqual(solved, vectors);
console.log(`${Object.keys(solved).length} series of clearings: the same bytes as WebAssembly`);
