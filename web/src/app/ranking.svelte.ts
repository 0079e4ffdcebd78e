// What might suit, worked out on this device once for all screens that show some of it. The module comes
// when a screen first asks; `found` is null until it is here.
import type { Task } from '../core/api-types';
import { localDate } from '../core/calendar/zone';
import type { SkillId, TaskId } from '../core/ids';
import type { Liking } from '../core/profile/model';
import type { SkillProposal } from '../core/recommend/learning';
import type { RankingModule } from '../core/recommend/ranking-module';
import type { Recommendation, RecommendInput } from '../core/recommend/recommend';
import { core, live } from './live.svelte';

interface Ranking {
  readonly ways: typeof import('../core/recommend/recommend');
  readonly learning: typeof import('../core/recommend/learning');
  readonly module: RankingModule;
}

const limit = 9;
let here = $state.raw<Ranking | null>(null);
let failed = $state(false);
let asked = false;

async function load(): Promise<void> {
  asked = true; // asked for while a screen is worked out: no state may change before the first wait
  try {
    const [ways, learning, { loadRanking }] = await Promise.all([
      import('../core/recommend/recommend'),
      import('../core/recommend/learning'),
      import('../core/recommend/load-ranking'),
    ]);
    const module = await loadRanking();
    await core().taste.learnWith((state, said) => learning.learn(module, state, said));
    here = { ways, learning, module };
  } catch {
    failed = true; // not here yet, and no connection
  }
}

// What was learnt of the answers, for the open tasks; worked out anew when an answer or the board changes.
const taste = $derived(here && live.taste.on ? pointsOf(here) : null);

function pointsOf({ ways, learning, module }: Ranking): RecommendInput['taste'] | null {
  const { state } = live.taste;
  const { model } = live.learning;
  const tasks = live.board.tasks.values();
  return ways.unlessRefused(
    () => learning.tastePoints(module, state, tasks, live.zone, model),
    () => null,
  );
}

/** In the commune's zone, as the module counts days. */
const today = () => localDate(live.nowMs, live.zone);

function input(tasks: Iterable<Task> = live.board.tasks.values()): RecommendInput {
  const { surprise } = live.taste;
  return {
    tasks,
    mine: live.places,
    profile: live.profile,
    history: live.history,
    catalogue: live.catalogue,
    member: live.me,
    now: live.nowMs,
    zone: live.zone,
    limit,
    ...(taste ? { taste } : {}),
    model: live.learning.model,
    surprise: surprise?.day === today() ? surprise.task : null,
  };
}

const found = $derived(here ? here.ways.recommend(here.module, input()) : null);

function proposals(): SkillProposal[] {
  if (!here) return [];
  const { said, later } = live.taste;
  const learnt = new Set(
    said.flatMap(({ response, task }) => (response === 'learned' ? [task] : [])),
  );
  const certified = (live.me?.certificates ?? []).map(({ skill }) => skill);
  const had = [...(Object.keys(live.profile.skills) as SkillId[]), ...certified];
  const { ways, learning, module } = here;
  return ways
    .unlessRefused(
      () => learning.proposeSkills(module, live.history, learnt, had),
      () => [],
    )
    .filter(({ skill, times }) => times > (later[skill] ?? 0));
}

const grown = $derived(proposals());

export const ranking = {
  get found() {
    if (!asked) void load();
    return found;
  },
  /** Skills that were practised often enough to be one's own by now. */
  get grown() {
    if (!asked) void load();
    return grown;
  },
  get failed() {
    return failed;
  },
  /** One a day: whatever becomes of it, there is no second one. */
  surprised(task: TaskId): void {
    void core().taste.surprised(today(), task);
  },
  again(): void {
    failed = false;
    void load();
  },
  /** How gladly I would do each of these, asked about together. Null: the module is not here yet. */
  likings(tasks: Iterable<Task>): ReadonlyMap<TaskId, Liking> | null {
    if (!asked) void load();
    return here ? here.ways.likings(here.module, input(tasks)) : null;
  },
  /** Why this task, or why not, for me. Null: not known yet, or `found.problem`. */
  explain(task: Task): Recommendation | null {
    if (!asked) void load();
    return here ? here.ways.explain(here.module, task, input()) : null;
  },
};
