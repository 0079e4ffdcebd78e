// The WebAssembly module of src/recommend (`./dev step build_wasm`): asked in words, answers in words.
import { layoutVersion } from './encode';
import { learningVersion } from './learning';

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  layout_version(): number;
  learning_version(): number;
  request_room(count: number): number;
  answer_request(): number;
  answer_learning(): number;
  answer_size(): number;
}

export class RankingModule {
  private constructor(private readonly exports: Exports) {}

  static of(instance: WebAssembly.Instance): RankingModule {
    const exports = instance.exports as unknown as Exports;
    exports._initialize();
    const found = `${exports.layout_version()} and ${exports.learning_version()}`;
    const wanted = `${layoutVersion} and ${learningVersion}`;
    if (found !== wanted) throw new Error(`the ranking has layouts ${found}, the app ${wanted}`);
    return new RankingModule(exports);
  }

  /** To rank: `encode`, `decode`. */
  answer(request: Int32Array): Int32Array {
    return this.ask(request, () => this.exports.answer_request());
  }

  /** To learn: `learning.ts`. */
  answerLearning(request: Int32Array): Int32Array {
    return this.ask(request, () => this.exports.answer_learning());
  }

  private ask(request: Int32Array, work: () => number): Int32Array {
    const { exports } = this;
    const room = exports.request_room(request.length);
    new Int32Array(exports.memory.buffer, room, request.length).set(request);
    const answer = work();
    return new Int32Array(exports.memory.buffer, answer, exports.answer_size()).slice();
  }
}

export const moduleUrl = new URL('../gen/recommend.wasm', import.meta.url);

async function fetchModule(): Promise<RankingModule> {
  const answer = await fetch(moduleUrl);
  if (!answer.ok) throw new Error(`the ranking could not be fetched: ${answer.status}`);
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer());
  return RankingModule.of(instance);
}

let loading: Promise<RankingModule> | null = null;

/** Fetched once, when somebody first asks; a failure is forgotten, so that asking again tries again. */
export function loadRanking(): Promise<RankingModule> {
  loading ??= fetchModule().catch((problem: unknown) => {
    loading = null;
    throw problem;
  });
  return loading;
}
