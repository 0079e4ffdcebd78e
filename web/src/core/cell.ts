// A value that changes and can be watched. It follows the store contract of Svelte (`subscribe`
// calls at once and returns the way out), so a component reads it as `$cell`; nothing here knows Svelte.

export interface Cell<T> {
  get(): T;
  subscribe(run: (value: T) => void): () => void;
}

export class Source<T> implements Cell<T> {
  private readonly watchers = new Set<(value: T) => void>();

  constructor(private value: T) {}

  get(): T {
    return this.value;
  }

  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const watcher of [...this.watchers]) watcher(value);
  }

  update(change: (value: T) => T): void {
    this.set(change(this.value));
  }

  subscribe(run: (value: T) => void): () => void {
    const watcher = (value: T): void => run(value); // the same function may watch twice
    this.watchers.add(watcher);
    run(this.value);
    return () => this.watchers.delete(watcher);
  }
}

type Values<Cells> = { [K in keyof Cells]: Cells[K] extends Cell<infer T> ? T : never };

/**
 * A value computed from others, once per change. Without a watcher it listens to nothing and
 * computes when asked, so a derived cell needs no closing.
 */
export function derive<const Cells extends readonly Cell<unknown>[], T>(
  cells: Cells,
  compute: (...values: Values<Cells>) => T,
): Cell<T> {
  let inputs: unknown[] | null = null;
  let output: T;
  const current = (): T => {
    const now = cells.map((cell) => cell.get());
    if (inputs === null || now.some((value, index) => !Object.is(value, inputs?.[index]))) {
      inputs = now;
      output = compute(...(now as Values<Cells>));
    }
    return output;
  };
  return {
    get: current,
    subscribe(run) {
      let last = current();
      run(last);
      const leave = cells.map((cell) =>
        cell.subscribe(() => {
          const next = current();
          if (Object.is(next, last)) return;
          last = next;
          run(next);
        }),
      );
      return () => leave.forEach((stop) => stop());
    },
  };
}
