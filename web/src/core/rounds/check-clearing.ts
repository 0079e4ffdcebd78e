// Checks a sharing out on this device, believing nobody: the C++ checker of the commune as a
// WebAssembly module (`./dev step build_wasm`), fetched when somebody first asks.
import { sha256 } from '@noble/hashes/sha2.js';

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  text_room(size: number): number;
  check_text(): number;
  answer_begin(): number;
  answer_size(): number;
}

/** What is proven: all three levels best, the first of them, or a bound that is not reached. */
export type Proven = 'optimal' | 'coverage' | 'gap';

export type Checked =
  | { readonly holds: true; readonly proven: Proven }
  | { readonly holds: false; readonly problem: string }; // in the words of the checker

export const checkerUrl = new URL('../gen/clearing-check.wasm', import.meta.url);

export class ClearingChecker {
  private constructor(private readonly exports: Exports) {}

  static async from(bytes: BufferSource): Promise<ClearingChecker> {
    const module = await WebAssembly.compile(bytes);
    let exports: Exports | null = null;
    const hash = (begin: number, size: number, digest: number): void => {
      const { buffer } = exports!.memory;
      new Uint8Array(buffer, digest, 32).set(sha256(new Uint8Array(buffer, begin, size)));
    };
    const imports = { ...outside(module), commune: { sha256: hash } };
    const instance = await WebAssembly.instantiate(module, imports);
    exports = instance.exports as unknown as Exports;
    exports._initialize();
    return new ClearingChecker(exports);
  }

  /** `file`: the bytes of commune-clearing/1. A bug of the checker throws; the file cannot make it. */
  check(file: Uint8Array): Checked {
    const { exports } = this;
    const room = exports.text_room(file.length);
    new Uint8Array(exports.memory.buffer, room, file.length).set(file);
    const holds = exports.check_text() === 1;
    const begin = exports.answer_begin();
    const bytes = new Uint8Array(exports.memory.buffer, begin, exports.answer_size()).slice();
    const answer = new TextDecoder().decode(bytes);
    return holds ? { holds, proven: answer as Proven } : { holds, problem: answer };
  }
}

/** Files, environment and exit, which the C library names and the checker never reaches. */
function outside(module: WebAssembly.Module): WebAssembly.Imports {
  const refuse = (name: string) => (): never => {
    throw new Error(`the checker reaches for ${name}`);
  };
  const wasi = WebAssembly.Module.imports(module).filter(({ module: from }) => from !== 'commune');
  return {
    wasi_snapshot_preview1: Object.fromEntries(wasi.map(({ name }) => [name, refuse(name)])),
  };
}

/** Fetches the checker anew each time: it is asked seldom, and what it used is given back. */
export async function checkClearing(file: Uint8Array): Promise<Checked> {
  const answer = await fetch(checkerUrl);
  if (!answer.ok) throw new Error(`the checker could not be fetched: ${answer.status}`);
  return (await ClearingChecker.from(await answer.arrayBuffer())).check(file);
}
