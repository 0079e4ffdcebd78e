// Derives tags away from the screen: in a Web Worker where there are workers, else here in small
// portions that let everything else go first.
import type { Bytes } from '../bytes';
import type { TaskId } from '../ids';
import type { Tag } from './tag';

export interface Tagger {
  /** Calls `onPart` as results come; resolves when all are there. */
  run(
    seed: Bytes,
    tasks: readonly TaskId[],
    onPart: (part: [TaskId, Tag][]) => void,
  ): Promise<void>;
  close(): void;
}

export interface TagRequest {
  seed: Bytes;
  tasks: readonly TaskId[];
}

export interface TagAnswer {
  part: [TaskId, Tag][];
  done: boolean;
}

export const tagsPerPart = 100;

export function makeTagger(): Tagger {
  return typeof Worker === 'undefined' ? inlineTagger() : workerTagger();
}

export function inlineTagger(): Tagger {
  return {
    async run(seed, tasks, onPart) {
      const own = seed.slice(); // the person may be locked meanwhile, and the seed wiped
      const { tagFor } = await import('./tag-for');
      for (let at = 0; at < tasks.length; at += 10) {
        onPart(tasks.slice(at, at + 10).map((task) => [task, tagFor(own, task)]));
        await new Promise((resolve) => setTimeout(resolve));
      }
      own.fill(0);
    },
    close() {},
  };
}

function workerTagger(): Tagger {
  let worker: Worker | null = null;
  let last: Promise<void> = Promise.resolve();
  const ask = (request: TagRequest, onPart: (part: [TaskId, Tag][]) => void): Promise<void> => {
    worker ??= new Worker(new URL('./tagger.worker.ts', import.meta.url), { type: 'module' });
    const mine = worker;
    return new Promise((resolve, reject) => {
      mine.onmessage = ({ data }: MessageEvent<TagAnswer>) => {
        onPart(data.part);
        if (data.done) resolve();
      };
      mine.onerror = (event) => reject(new Error(event.message));
      mine.postMessage(request);
    });
  };
  return {
    run(seed, tasks, onPart) {
      const request = { seed: seed.slice(), tasks };
      // Without a worker (an old browser, one that failed to load) it is slower, not impossible.
      const work = () =>
        ask(request, onPart)
          .catch(() => inlineTagger().run(request.seed, tasks, onPart))
          .finally(() => request.seed.fill(0));
      last = last.then(work, work);
      return last;
    },
    close() {
      worker?.terminate();
      worker = null;
    },
  };
}
