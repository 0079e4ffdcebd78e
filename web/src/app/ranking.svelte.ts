// What might suit, worked out on this device once for all screens that show some of it. The module comes
// when a screen first asks; `found` is null until it is here.
import type { Task } from '../core/api-types';
import type { RankingModule } from '../core/recommend/ranking-module';
import type { Recommendation, RecommendInput } from '../core/recommend/recommend';
import { live } from './live.svelte';

interface Ranking {
  readonly ways: typeof import('../core/recommend/recommend');
  readonly module: RankingModule;
}

const limit = 9;
let here = $state.raw<Ranking | null>(null);
let failed = $state(false);
let asked = false;

async function load(): Promise<void> {
  asked = true; // asked for while a screen is worked out: no state may change before the first wait
  try {
    const [ways, { loadRanking }] = await Promise.all([
      import('../core/recommend/recommend'),
      import('../core/recommend/ranking-module'),
    ]);
    here = { ways, module: await loadRanking() };
  } catch {
    failed = true; // not here yet, and no connection
  }
}

function input(): RecommendInput {
  return {
    tasks: live.board.tasks.values(),
    mine: live.places,
    profile: live.profile,
    history: live.history,
    catalogue: live.catalogue,
    member: live.me,
    now: live.nowMs,
    zone: live.zone,
    limit,
  };
}

const found = $derived(here ? here.ways.recommend(here.module, input()) : null);

export const ranking = {
  get found() {
    if (!asked) void load();
    return found;
  },
  get failed() {
    return failed;
  },
  again(): void {
    failed = false;
    void load();
  },
  /** Why this task, or why not, for me. Null: not known yet. */
  explain(task: Task): Recommendation | null {
    if (!asked) void load();
    return here ? here.ways.explain(here.module, task, input()) : null;
  },
};
