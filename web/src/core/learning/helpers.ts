// Who adds up the parts, by their keys. The keys come from the node's announcement, so that a node of bad
// faith could announce keys of its own under the names of others: the owner is shown signs of them to compare
// with what each helper's program printed, and is asked anew whenever a key is one that they never agreed to.
import type { LearningRound } from '../api-types';

const signGroups = 6; // of four digits each: 96 bits, beyond what anybody can make a second key for

/** The beginning of a key, as people compare it. */
export function signOf(key: string): string {
  return (key.match(/.{4}/g) ?? []).slice(0, signGroups).join(' ');
}

export function agreesTo(agreed: readonly string[], { helpers }: LearningRound): boolean {
  return helpers.every(({ key }) => agreed.includes(key));
}
