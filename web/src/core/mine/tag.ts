// Which place of a task is mine? The one whose participant key derives from my seed. Deriving costs
// about a millisecond, so each result is kept: the first 8 bytes of the key, the tag of the task.
import type { Task } from '../api-types';
import { fromHex, toHex, type Bytes } from '../bytes';
import type { PublicKey, TaskId } from '../ids';
import type { Brand } from '../brand';

export type Tag = Brand<string, 'Tag'>; // 16 hex digits
export type Tags = ReadonlyMap<TaskId, Tag>;

export function tagOf(key: PublicKey): Tag {
  return key.slice(0, 16) as Tag;
}

/** Tasks where somebody has a place and nobody has looked yet whether it is me. */
export function untagged(tasks: Iterable<Task>, tags: Tags): TaskId[] {
  const missing: TaskId[] = [];
  for (const task of tasks) if (task.places.length > 0 && !tags.has(task.id)) missing.push(task.id);
  return missing;
}

const entryBytes = 16 + 8;

/** 24 bytes a task: id, tag. */
export function packTags(tags: Tags): Bytes {
  const packed = new Uint8Array(tags.size * entryBytes);
  let at = 0;
  for (const [task, tag] of tags) {
    packed.set(fromHex(task), at);
    packed.set(fromHex(tag), at + 16);
    at += entryBytes;
  }
  return packed;
}

export function unpackTags(packed: Uint8Array): Map<TaskId, Tag> {
  const tags = new Map<TaskId, Tag>();
  for (let at = 0; at + entryBytes <= packed.length; at += entryBytes) {
    const task = toHex(packed.subarray(at, at + 16)) as TaskId;
    tags.set(task, toHex(packed.subarray(at + 16, at + entryBytes)) as Tag);
  }
  return tags;
}
