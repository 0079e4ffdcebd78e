// The tag of one task for one person. Apart from tag.ts, since only the deriving needs the curve's code.
import type { Bytes } from '../bytes';
import type { TaskId } from '../ids';
import { participantKey } from '../keys/derive';
import { tagOf, type Tag } from './tag';

export function tagFor(seed: Bytes, task: TaskId): Tag {
  return tagOf(participantKey(seed, task).hex);
}
