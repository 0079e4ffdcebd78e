// Lays the places of a commune on a sheet: true directions, far places drawn nearer, nothing on top
// of each other, and names only where they fit. Pure geometry in the units of the drawing.
import type { Venue } from '../../core/api-types';

export interface Spot {
  readonly venue: Venue;
  x: number;
  y: number;
  name: { x: number; y: number; anchor: 'start' | 'middle' | 'end' } | null;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const near_m = 40; // up to here ways are drawn nearly as long as they are
const margin = 34;
const apart = 46;
const letter = 7.6;
const line = 17;

/** The place that the others are measured from: the one nearest to the commune's centre. */
export function centreOf(venues: readonly Venue[]): Venue | undefined {
  const far = (venue: Venue) => Math.hypot(venue.x_m, venue.y_m);
  return venues.reduce<Venue | undefined>(
    (best, venue) => (best === undefined || far(venue) < far(best) ? venue : best),
    undefined,
  );
}

/** `marked`: places with a number at their upper right corner, which no name may cover. */
export function layOut(
  venues: readonly Venue[],
  width: number,
  height: number,
  marked: ReadonlySet<string> = new Set(),
): Spot[] {
  const shrunk = venues.map((venue) => {
    const far = Math.hypot(venue.x_m, venue.y_m);
    const nearer = far === 0 ? 0 : Math.log1p(far / near_m) / far;
    return { venue, x: venue.x_m * nearer, y: -venue.y_m * nearer };
  });
  const fit = (values: number[], size: number) => {
    const low = Math.min(...values);
    const span = Math.max(...values) - low || 1;
    return (value: number) => margin + ((value - low) / span) * (size - 2 * margin);
  };
  const fitX = fit(
    shrunk.map((spot) => spot.x),
    width,
  );
  const fitY = fit(
    shrunk.map((spot) => spot.y),
    height,
  );
  const spots: Spot[] = shrunk.map(({ venue, x, y }) => ({
    venue,
    x: fitX(x),
    y: fitY(y),
    name: null,
  }));
  spread(spots, width, height);
  giveNames(spots, width, height, marked);
  return spots;
}

function spread(spots: Spot[], width: number, height: number): void {
  for (let round = 0; round < 80; round += 1) {
    for (const [index, one] of spots.entries()) {
      for (const other of spots.slice(index + 1)) pushApart(one, other);
      one.x = Math.min(width - margin, Math.max(margin, one.x));
      one.y = Math.min(height - margin, Math.max(margin, one.y));
    }
  }
}

function pushApart(one: Spot, other: Spot): void {
  const dx = other.x - one.x || 0.5;
  const dy = other.y - one.y || 0.5;
  const between = Math.hypot(dx, dy);
  if (between >= apart) return;
  const push = (apart - between) / between / 3;
  other.x += dx * push;
  other.y += dy * push;
  one.x -= dx * push;
  one.y -= dy * push;
}

function giveNames(
  spots: Spot[],
  width: number,
  height: number,
  marked: ReadonlySet<string>,
): void {
  const house = ({ x, y }: Spot) => ({ left: x - 17, top: y - 16, right: x + 17, bottom: y + 15 });
  const mark = ({ x, y }: Spot) => ({ left: x + 3, top: y - 25, right: x + 27, bottom: y - 1 });
  const withMark = spots.filter(({ venue }) => marked.has(venue.id));
  const taken: Box[] = [...spots.map(house), ...withMark.map(mark)];
  for (const spot of spots) {
    for (const name of placesFor(spot)) {
      const box = boxOf(name, spot.venue.name);
      const inside =
        box.left > 4 && box.right < width - 4 && box.top > 4 && box.bottom < height - 4;
      if (!inside || taken.some((other) => overlaps(box, other))) continue;
      taken.push(box);
      spot.name = name;
      break;
    }
  }
}

function placesFor({ x, y }: Spot): NonNullable<Spot['name']>[] {
  return [
    { x, y: y + 30, anchor: 'middle' },
    { x, y: y - 20, anchor: 'middle' },
    { x: x + 21, y: y + 5, anchor: 'start' },
    { x: x - 21, y: y + 5, anchor: 'end' },
  ];
}

function boxOf({ x, y, anchor }: NonNullable<Spot['name']>, text: string): Box {
  const wide = text.length * letter;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
  return { left, top: y - line + 3, right: left + wide, bottom: y + 4 };
}

function overlaps(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}
