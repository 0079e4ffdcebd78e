// Plain command values to the messages of api/commune.proto, by the schema's own field list: a
// field that the schema lacks is refused, so the two cannot drift apart unseen.
import {
  create,
  ScalarType,
  type DescField,
  type DescMessage,
  type Message,
} from '@bufbuild/protobuf';
import { fromHex } from '../bytes';
import { CommandSchema, type Command } from '../gen/commune_pb';
import type { CommandInput } from './commands';

type Plain = Record<string, unknown>;

export function encodeCommand(input: CommandInput): Command {
  const { kind, ...fields } = input;
  const field = CommandSchema.fields.find((candidate) => candidate.name === kind);
  if (field?.fieldKind !== 'message') throw new TypeError(`the schema has no command ${kind}`);
  const value = toMessage(field.message, fields as Plain);
  return create(CommandSchema, { kind: { case: field.localName, value } } as never);
}

function toMessage(schema: DescMessage, input: Plain): Message {
  const message = create(schema);
  for (const [name, value] of Object.entries(input)) {
    const field = schema.fields.find((candidate) => candidate.name === name);
    if (field === undefined) throw new TypeError(`${schema.name} has no field ${name}`);
    if (value === null || value === undefined) continue;
    (message as unknown as Plain)[field.localName] = Array.isArray(value)
      ? value.map((item) => toValue(field, item))
      : toValue(field, value);
  }
  return message;
}

function toValue(field: DescField, value: unknown): unknown {
  if (field.enum) return toEnum(field, value);
  if (field.message) return toMessage(field.message, value as Plain);
  if (field.scalar === ScalarType.BYTES) return fromHex(value as string);
  if (field.scalar === ScalarType.INT64) return toInt64(value);
  return value;
}

function toEnum(field: DescField, value: unknown): number {
  const wanted = String(value).toUpperCase();
  const found = field.enum?.values.find((candidate) => candidate.name.endsWith(`_${wanted}`));
  if (found === undefined) throw new TypeError(`${field.name} cannot be ${String(value)}`);
  return found.number;
}

/** An instant as its seconds, digits as the number they are: prices have 64 bits. */
function toInt64(value: unknown): bigint {
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
  const seconds = typeof value === 'string' ? Date.parse(value) / 1000 : Number(value);
  if (!Number.isFinite(seconds)) throw new TypeError(`${String(value)} is no time`);
  return BigInt(Math.floor(seconds));
}
