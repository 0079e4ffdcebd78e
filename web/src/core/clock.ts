// The commune's time of day. A phone's clock may be wrong; the node's answer corrects it here, and
// the phone's own is never asked elsewhere about the commune's affairs.
import type { Instant, Seconds } from './ids';

export class Clock {
  private offsetMs = 0;

  constructor(private readonly device: () => number = Date.now) {}

  /** The node said that it is `instant`; an answer takes a moment, so small differences are kept out. */
  correct(instant: Instant): void {
    const offset = Date.parse(instant) - this.device();
    this.offsetMs = Math.abs(offset) < 2000 ? 0 : offset;
  }

  now(): number {
    return this.device() + this.offsetMs;
  }

  seconds(): Seconds {
    return Math.floor(this.now() / 1000) as Seconds;
  }

  instant(): Instant {
    return toInstant(this.now());
  }
}

/** RFC 3339 to the second, as the node writes it. */
export function toInstant(ms: number): Instant {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z') as Instant;
}
