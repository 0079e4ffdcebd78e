// The one way that tests wait: for what they want to see, never for a time.
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks again and again until there is something to see, and gives it back. A look that fails is one
 * that saw nothing yet. `what` says what did not happen, and `log()` what was said meanwhile.
 */
export async function until(what, look, { log = () => '', seconds = 60 } = {}) {
  let problem = '';
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
    try {
      const seen = await look();
      if (seen) return seen;
      problem = '';
    } catch (error) {
      problem = String(error);
    }
  }
  throw new Error(`it did not happen: ${what}\n${problem}\n${log()}`);
}
