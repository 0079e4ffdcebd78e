// The WebAssembly module of src/recommend (`./dev step build_wasm`): asked in words, answers in words.
import { layoutVersion } from './encode';
import { learningVersion } from './learning';

export const callVersion = 3;

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  layout_version(): number;
  learning_version(): number;
  call_version(): number;
  request_room(count: number): number;
  answer_request(): number;
  answer_learning(): number;
  answer_call(): number;
  answer_size(): number;
}

export class RankingModule {
  private constructor(private readonly exports: Exports) {}

  static of(instance: WebAssembly.Instance): RankingModule {
    const exports = instance.exports as unknown as Exports;
    exports._initialize();
    const found = [exports.layout_version(), exports.learning_version(), exports.call_version()];
    const wanted = [layoutVersion, learningVersion, callVersion];
    if (found.join() !== wanted.join())
      throw new Error(`the ranking has layouts ${found}, the app ${wanted}`);
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

  /** About urgent calls: `calls/policy.ts`. */
  answerCall(request: Int32Array): Int32Array {
    return this.ask(request, () => this.exports.answer_call());
  }

  private ask(request: Int32Array, work: () => number): Int32Array {
    const { exports } = this;
    const room = exports.request_room(request.length);
    new Int32Array(exports.memory.buffer, room, request.length).set(request);
    const answer = work();
    return new Int32Array(exports.memory.buffer, answer, exports.answer_size()).slice();
  }
}
