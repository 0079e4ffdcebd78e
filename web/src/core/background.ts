// Work that nobody waits for. A database that was closed meanwhile is no fault; everything else is
// reported where the browser shows uncaught errors, never swallowed.
export function background(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'InvalidStateError') return;
    globalThis.setTimeout(() => {
      throw error;
    });
  });
}
