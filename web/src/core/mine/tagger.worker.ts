// The worker side of tagger.ts: gets a seed and tasks, answers tags in parts, forgets the seed.
import { tagFor } from './tag-for';
import { tagsPerPart, type TagAnswer, type TagRequest } from './tagger';

interface Scope {
  onmessage: (event: MessageEvent<TagRequest>) => void;
  postMessage(answer: TagAnswer): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data }) => {
  const { seed, tasks } = data;
  for (let at = 0; at === 0 || at < tasks.length; at += tagsPerPart) {
    const part = tasks
      .slice(at, at + tagsPerPart)
      .map((task) => [task, tagFor(seed, task)] as [never, never]);
    scope.postMessage({ part, done: at + tagsPerPart >= tasks.length });
  }
  seed.fill(0);
};
