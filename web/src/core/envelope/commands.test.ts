// A draft as a screen fills it in, and as the ledger will read it.
import { describe, expect, it } from 'vitest';
import { makeTask } from '../testing/fixtures';
import { completeDraft, draftOf, peopleLeast } from './commands';
import { bareDraft, fullDraft } from './examples';
import { encodeCommand } from './encode';

describe('a crew that grows with the table', () => {
  const table = { people_min: 1, people_max: 4, diners: 50, diners_per_person: 25 };

  it('is the smallest that serves everybody, and never more than fit', () => {
    for (let diners = 1; diners < 200; diners++) {
      const least = peopleLeast({ ...table, people_max: 500, diners });
      expect(least * 25).toBeGreaterThanOrEqual(diners);
      expect((least - 1) * 25).toBeLessThan(diners);
    }
    expect(peopleLeast({ ...table, diners: 0 })).toBe(1);
    expect(peopleLeast({ ...table, diners: 10_000 })).toBe(4);
  });

  it('is what the guild said where there is no table', () => {
    expect(peopleLeast({ ...table, people_min: 3, diners_per_person: 0 })).toBe(3);
    const old = { people_min: 3, people_max: 4 } as typeof table; // kept before there were tables
    expect(peopleLeast(old)).toBe(3);
  });

  it('is worked into the draft that is sent', () => {
    const { guild, sector } = fullDraft;
    const draft = completeDraft(
      { guild, title: 'Cook', minutes: 60, ...table, diners: 51 },
      sector,
    );
    expect(draft.people_min).toBe(3);
  });
});

describe('the draft of a task', () => {
  it('holds what the guild asked for and nothing that became of it', () => {
    for (const draft of [fullDraft, bareDraft]) expect(draftOf(makeTask(draft))).toEqual(draft);
    const { id: task, revision } = makeTask(fullDraft);
    const draft = draftOf(makeTask(fullDraft));
    encodeCommand({ kind: 'change_task', task, revision, draft, reason: 'More eat.' });
  });
});
