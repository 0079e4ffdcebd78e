// Whether this device still keeps what it is given. A write that fails (no room, a broken disk) is
// remembered, the app goes on from memory, and the newest write of each thing is tried again until
// all of them are kept.
import { background } from '../background';
import { Source, type Cell } from '../cell';

export type StorageState = 'fine' | 'failing';

const againMs = 20_000;

export class StorageHealth {
  private readonly source = new Source<StorageState>('fine');
  private readonly owed = new Map<string, () => Promise<unknown>>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly state: Cell<StorageState> = this.source;

  constructor(private readonly pauseMs = againMs) {}

  /** Writes now, or as soon as the device keeps things again. `name`: a later write of it counts instead. */
  async write(name: string, work: () => Promise<unknown>): Promise<void> {
    if (await this.works(work)) this.owed.delete(name);
    else this.owe(name, work);
    if (this.owed.size === 0) this.tell();
  }

  /** A write that has failed already, to be tried again. */
  owe(name: string, work: () => Promise<unknown>): void {
    this.owed.delete(name); // the newest goes last
    this.owed.set(name, work);
    this.tell();
  }

  /** Tries again what was not kept. */
  async retry(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const [name, work] of [...this.owed]) {
      if (!(await this.works(work))) break;
      if (this.owed.get(name) === work) this.owed.delete(name);
    }
    this.tell();
  }

  close(): void {
    clearTimeout(this.timer);
    this.owed.clear();
  }

  private async works(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (isStorageFault(error)) return false;
      throw error;
    }
  }

  private tell(): void {
    const failing = this.owed.size > 0;
    this.source.set(failing ? 'failing' : 'fine');
    if (!failing || this.timer !== undefined) return;
    this.timer = setTimeout(() => background(this.retry()), this.pauseMs);
    (this.timer as { unref?: () => void }).unref?.();
  }
}

/** The database could not write. A database that was closed on purpose is another matter. */
export function isStorageFault(error: unknown): boolean {
  return error instanceof DOMException && error.name !== 'InvalidStateError';
}
