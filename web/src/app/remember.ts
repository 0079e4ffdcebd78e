// Small conveniences that this browser remembers (theme, filters). Where it keeps nothing, because it
// is full or forbids it, the app goes on without.
export function remembered(slot: string): string | null {
  try {
    return localStorage.getItem(slot);
  } catch {
    return null;
  }
}

export function remember(slot: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(slot);
    else localStorage.setItem(slot, value);
  } catch {
    // a full or closed store: it holds until the page is left
  }
}
