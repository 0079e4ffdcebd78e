// What the app knows of the commune at one height. Values are never changed in place.
import type {
  Catalogue,
  CommuneView,
  Guild,
  Member,
  Sector,
  Series,
  Skill,
  Task,
  Template,
  Venue,
} from '../api-types';
import type { CommandKind } from '../envelope/commands';
import type {
  EnvelopeId,
  GuildId,
  Instant,
  MemberId,
  SectorId,
  SeriesId,
  SkillId,
  TaskId,
  TemplateId,
  VenueId,
} from '../ids';

/** Something of mine that the commune has not answered yet. */
export interface WaitingMark {
  id: EnvelopeId;
  kind: CommandKind;
}

export type BoardTask = Task & { readonly waiting?: readonly WaitingMark[] };

export interface Indexed {
  readonly sectors: ReadonlyMap<SectorId, Sector>;
  readonly guilds: ReadonlyMap<GuildId, Guild>;
  readonly venues: ReadonlyMap<VenueId, Venue>;
  readonly skills: ReadonlyMap<SkillId, Skill>;
  readonly templates: ReadonlyMap<TemplateId, Template>;
  readonly series: ReadonlyMap<SeriesId, Series>;
}

export interface BoardBase {
  readonly ready: boolean; // false: nothing was ever loaded on this device
  readonly commune: CommuneView | null;
  readonly catalogue: Indexed;
  readonly members: ReadonlyMap<MemberId, Member>;
  readonly tasks: ReadonlyMap<TaskId, Task>;
  readonly height: number;
  readonly savedAt: Instant | null; // when it was last known to be true
  readonly roundsAt: number; // height at which rounds, alerts or devices may last have changed
}

export type BoardState = Omit<BoardBase, 'tasks'> & {
  readonly tasks: ReadonlyMap<TaskId, BoardTask>;
};

function byId<K, T extends { id: K }>(things: readonly T[]): ReadonlyMap<K, T> {
  return new Map(things.map((thing) => [thing.id, thing]));
}

export function indexCatalogue(catalogue: Omit<Catalogue, 'height'>): Indexed {
  return {
    sectors: byId(catalogue.sectors),
    guilds: byId(catalogue.guilds),
    venues: byId(catalogue.venues),
    skills: byId(catalogue.skills),
    templates: byId(catalogue.templates),
    series: byId(catalogue.series),
  };
}

export const emptyBoard: BoardBase = {
  ready: false,
  commune: null,
  catalogue: indexCatalogue({
    sectors: [],
    guilds: [],
    venues: [],
    skills: [],
    templates: [],
    series: [],
  }),
  members: new Map(),
  tasks: new Map(),
  height: 0,
  savedAt: null,
  roundsAt: 0,
};
