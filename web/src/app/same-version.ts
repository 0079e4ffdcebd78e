// Two copies of the app's page are of one version when they start the same script.

/** The script that a page starts with, or null where it is not a page of this app. */
export function startScript(page: string): string | null {
  return /<script\b[^>]*\bsrc="([^"]*\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? null;
}

/** Whether both are pages of this app, and of different versions. */
export function pagesDiffer(one: string, other: string): boolean {
  const [first, second] = [startScript(one), startScript(other)];
  return first !== null && second !== null && first !== second;
}
