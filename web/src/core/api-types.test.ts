// The types of this folder against the node's own description of its API, field by field.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  properties?: Record<string, unknown>;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const { schemas } = (
  parse(read('../../../api/openapi.yaml')) as { components: { schemas: Record<string, Schema> } }
).components;
const source = ts.createSourceFile('api-types.ts', read('./api-types.ts'), ts.ScriptTarget.ES2022);
const interfaces = new Map(
  source.statements
    .filter(ts.isInterfaceDeclaration)
    .map((declared) => [declared.name.text, declared]),
);

function schemaFields(schema: Schema): string[] {
  if (schema.$ref) return schemaFields(schemas[schema.$ref.split('/').at(-1)!]!);
  return [...Object.keys(schema.properties ?? {}), ...(schema.allOf ?? []).flatMap(schemaFields)];
}

function typeFields(name: string): string[] {
  const declared = interfaces.get(name)!;
  const own = declared.members.flatMap((member) =>
    member.name && ts.isIdentifier(member.name) ? [member.name.text] : [],
  );
  const bases =
    declared.heritageClauses?.flatMap(({ types }) => types.map(({ expression }) => expression)) ??
    [];
  return [...own, ...bases.flatMap((base) => (ts.isIdentifier(base) ? typeFields(base.text) : []))];
}

const pairs = {
  Commune: 'CommuneView',
  Sector: 'Sector',
  Guild: 'Guild',
  Venue: 'Venue',
  Skill: 'Skill',
  Template: 'Template',
  Series: 'Series',
  Catalogue: 'Catalogue',
  Member: 'Member',
  Members: 'MembersView',
  Place: 'Place',
  Feedback: 'FeedbackCounts',
  Draft: 'TaskDraftView',
  Task: 'Task',
  TaskPage: 'TaskPage',
  Notes: 'NotesView',
  SectorProgress: 'SectorProgress',
  GuildProgress: 'GuildProgress',
  Progress: 'ProgressView',
  Block: 'StreamBlock',
  PushSubscription: 'PushSubscriptionView',
  Receipt: 'CommandReceipt',
  Invitation: 'InvitationView',
  DemoPerson: 'DemoPerson',
  DemoPeople: 'DemoPeopleView',
  Invited: 'Invited',
  Round: 'Round',
  HardToFill: 'HardToFill',
  Rounds: 'RoundsView',
  Offer: 'Offer',
  SectorRoom: 'SectorRoom',
  Willing: 'Willing',
  Levels: 'Levels',
  ClearingSummary: 'ClearingSummary',
  Shortage: 'Shortage',
  RoundAnswer: 'RoundAnswer',
  Alert: 'Alert',
  Alerts: 'AlertsView',
  Device: 'Device',
  Devices: 'DevicesView',
};

describe('the types of the API', () => {
  for (const [schema, type] of Object.entries(pairs)) {
    it(`have the fields of ${schema}`, () => {
      expect(new Set(typeFields(type))).toEqual(new Set(schemaFields(schemas[schema]!)));
    });
  }
});
