import { expect, describe, it } from 'vitest';
import type { Template } from '../api-types';
import type { HistoryEntry } from '../history/entry';
import type { TemplateId } from '../ids';
import { indexed, makeTask, noon } from '../testing/fixtures';
import { flatten, unflatten } from './flat';
import { emptyProfile, type WishKey } from './model';
import {
  confirmWishes,
  firstJobs,
  indifferent,
  jobsOf,
  wishesAreOld,
  withLiking,
  withWish,
} from './wishes';

const pots = 'pots' as TemplateId;
const potsKey: WishKey = `template:${pots}`;
const template = (id: string, title: string): [TemplateId, Template] => [
  id as TemplateId,
  { id: id as TemplateId, draft: makeTask({ title }) },
];
const catalogue = {
  ...indexed(),
  templates: new Map([template('pots', 'Wash the pots'), template('bread', 'Bake bread')]),
};
const jobs = jobsOf(catalogue);

describe('wishes', () => {
  it('are about every kind of job, and the other work of every guild', () => {
    expect(jobs.map(({ title }) => title)).toEqual([
      'Bake bread',
      'Kitchen',
      'Repairs',
      'Wash the pots',
    ]);
  });

  it('are offered for what I did most and my guilds do, until I said something', () => {
    const history = [{ template: pots } as HistoryEntry];
    const offered = firstJobs(jobs, emptyProfile, history, ['kitchen'], 5);
    expect(offered.map(({ key }) => key)).toEqual(['template:pots', 'template:bread']);
    const said = withWish(potsKey, [1, 0, 0, 0], noon)(emptyProfile);
    expect(firstJobs(jobs, said, history, [], 5)).toEqual([]);
  });

  it('are gone when all of them are "either way", and go to another device with the rest', () => {
    const wish = withLiking(withLiking(indifferent, 0, 2), 3, -2);
    const said = withWish(potsKey, wish, noon)(emptyProfile);
    expect(said.wishes).toEqual({ 'template:pots': [2, 0, 0, -2] });
    expect(unflatten(flatten(said))).toEqual(said);
    expect(withWish(potsKey, indifferent, noon)(said).wishes).toEqual({});
  });

  it('are asked for once, and again after four months', () => {
    const months = (count: number) => noon + count * 30.5 * 24 * 3600_000;
    expect(wishesAreOld(emptyProfile, noon)).toBe('first');
    const said = confirmWishes(noon)(emptyProfile);
    expect(wishesAreOld(said, months(3.9))).toBeNull();
    expect(wishesAreOld(said, months(4.1))).toBe('again');
  });
});
