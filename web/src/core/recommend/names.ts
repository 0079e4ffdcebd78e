// The module knows numbers, not names: each list of things it is told about is numbered here, in the order
// in which they are first met.
import type { Profile, Wish, WishKey } from '../profile/model';
import type { GuildId, SectorId, SkillId, VenueId } from '../ids';
import type { Indexed } from '../board/state';

export class Numbered<Id extends string> {
  private readonly numbers = new Map<Id, number>();
  readonly ids: Id[] = [];

  constructor(ids: Iterable<Id> = []) {
    for (const id of ids) this.of(id);
  }

  of(id: Id): number {
    let number = this.numbers.get(id);
    if (number === undefined) {
      number = this.ids.length;
      this.numbers.set(id, number);
      this.ids.push(id);
    }
    return number;
  }

  /** -1: not among them. */
  find(id: Id): number {
    return this.numbers.get(id) ?? -1;
  }
}

export interface Names {
  readonly skills: Numbered<SkillId>;
  readonly sectors: Numbered<SectorId>;
  readonly guilds: Numbered<GuildId>;
  readonly venues: Numbered<VenueId>;
  readonly kinds: Numbered<string>;
  readonly wishes: Numbered<WishKey>;
}

export function makeNames(catalogue: Indexed, profile: Profile): Names {
  return {
    skills: new Numbered(catalogue.skills.keys()),
    sectors: new Numbered(catalogue.sectors.keys()),
    guilds: new Numbered(catalogue.guilds.keys()),
    venues: new Numbered(catalogue.venues.keys()),
    kinds: new Numbered(),
    wishes: new Numbered((Object.entries(profile.wishes) as [WishKey, Wish][]).map(([key]) => key)),
  };
}
