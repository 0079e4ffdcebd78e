// Fetches the module of `ranking-module.ts` for a page; a service worker has it in its cache already.
import { RankingModule } from './ranking-module';

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
