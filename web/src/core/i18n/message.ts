// What a sentence says, before any language: a key of the message files and its values. A sentence
// with `text` is one that came from elsewhere (the node) and has no key of ours.
import type en from './messages/en.json';

export type CoreKey = keyof typeof en;

export type MessageValue = string | number | Date;
export type MessageValues = Readonly<Record<string, MessageValue>>;

export type Message = { key: CoreKey; values?: MessageValues } | { text: string };

export function say(key: CoreKey, values?: MessageValues): Message {
  return values ? { key, values } : { key };
}
