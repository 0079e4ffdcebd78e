import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes';
import type { MemberId, TaskId } from '../ids';
import { demoSeed, participantKey } from '../keys/derive';
import { makePlace, makeTask, taskId } from '../testing/fixtures';
import { findMine, minePlaces } from './my-place';
import { tagFor } from './tag-for';
import { packTags, unpackTags, untagged, type Tag } from './tag';
import { inlineTagger } from './tagger';

const seed = demoSeed('ana') as Bytes;
const nobody = '00'.repeat(16) as MemberId;
const own = (id: TaskId) => makePlace({ participant: participantKey(seed, id).hex });

describe('tags', () => {
  it('find the one place that is mine', () => {
    const task = makeTask();
    const shown = { ...task, places: [makePlace(), own(task.id), makePlace()] };
    const tags = new Map([[task.id, tagFor(seed, task.id)]]);
    expect(findMine(shown, tags, nobody)).toBe(shown.places[1]);
    expect(findMine(shown, new Map(), nobody)).toBeUndefined();
    expect(findMine({ ...shown, places: [makePlace()] }, tags, nobody)).toBeUndefined();
  });

  it('are not needed where my name is shown', () => {
    const me = '11'.repeat(16) as MemberId;
    expect(
      findMine(makeTask({ places: [makePlace({ member: me })] }), new Map(), me),
    ).toBeDefined();
  });

  it('are asked for only where somebody has a place', () => {
    const [empty, taken] = [makeTask(), makeTask({ places: [makePlace()] })];
    expect(untagged([empty, taken], new Map())).toEqual([taken.id]);
  });

  it('come back from their packed form', () => {
    const entries = fc.uniqueArray(
      fc.tuple(
        fc.integer({ min: 0, max: 1e9 }).map(taskId),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      ),
      {
        selector: ([id]) => id,
      },
    );
    fc.assert(
      fc.property(entries, (list) => {
        const tags = new Map(
          list.map(([id, tag]) => [id, tag.toString(16).padStart(16, '0') as Tag]),
        );
        expect(unpackTags(packTags(tags))).toEqual(tags);
      }),
    );
  });

  it('are derived in parts, from a copy of the seed that may be wiped meanwhile', async () => {
    const tasks = Array.from({ length: 25 }, (_, index) => taskId(index));
    const given = seed.slice();
    const parts: [TaskId, Tag][][] = [];
    const running = inlineTagger().run(given, tasks, (part) => parts.push(part));
    given.fill(0);
    await running;
    expect(parts.map((part) => part.length)).toEqual([10, 10, 5]);
    expect(parts.flat().every(([id, tag]) => tag === tagFor(seed, id))).toBe(true);
  });

  it('sort my places by start, open-ended last', () => {
    const tasks = [
      makeTask({ start: null, end: null }),
      makeTask(),
      makeTask({ start: '2026-11-23T08:00:00Z' as never }),
    ];
    const mine = tasks.map((task) => ({ ...task, places: [own(task.id)] }));
    const tags = new Map(tasks.map(({ id }) => [id, tagFor(seed, id)]));
    expect(minePlaces(mine, tags, nobody).map(({ task }) => task.start)).toEqual([
      tasks[2]!.start,
      tasks[1]!.start,
      null,
    ]);
  });
});
