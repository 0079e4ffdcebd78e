// How far two places of the commune are apart on foot: 4.5 km/h, straight lines with a detour of a
// quarter, which is what paths usually add.
import type { Venue } from '../api-types';

export const walkMetresPerMinute = 4500 / 60;
const detour = 1.25;

/** Minutes, rounded up; 0 where one of the places is not known. */
export function walkMinutes(from: Venue | undefined, to: Venue | undefined): number {
  if (!from || !to || from.id === to.id) return 0;
  const metres = Math.hypot(from.x_m - to.x_m, from.y_m - to.y_m) * detour;
  return Math.ceil(metres / walkMetresPerMinute);
}
