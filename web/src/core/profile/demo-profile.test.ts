import { describe, expect, it } from 'vitest';
import type { DemoPerson } from '../api-types';
import type { OpenedPerson } from '../people/opened';
import { firstProfile, profileOf, weekOf } from './demo-profile';
import { emptyProfile } from './model';

const ilse = {
  slug: 'ilse',
  name: 'Ilse',
  about: '',
  guilds: [],
  member: 'aa',
  interests: ['seed-raising'],
  aspirations: ['writing-guides'],
  availability: 'mornings, weekends',
} as unknown as DemoPerson;
const opened = (kind: string, member = 'aa') =>
  ({ record: { kind }, member }) as unknown as OpenedPerson;

describe('the first profile', () => {
  it('is what a demo person likes, can, wants to learn, and when', async () => {
    const profile = await firstProfile(
      { demoPeople: async () => ({ people: [ilse] }) },
      opened('demo'),
    );
    expect(profile).toEqual(profileOf(ilse));
    expect(profile.interests).toEqual({ 'seed-raising': 3 });
    expect(profile.aspirations).toEqual({ 'writing-guides': 2 });
    expect(profile.week.mon.morning).toBe(2);
    expect(profile.week.mon.evening).toBe(1);
    expect(profile.week.sat.evening).toBe(2);
    expect(profile.week.sat.night).toBe(0);
  });

  it('is empty for real people, unknown ones, and without a connection', async () => {
    const api = { demoPeople: async () => ({ people: [ilse] }) };
    expect(await firstProfile(api, opened('own'))).toEqual(emptyProfile);
    expect(await firstProfile(api, opened('demo', 'bb'))).toEqual(emptyProfile);
    const offline = { demoPeople: () => Promise.reject(new Error('offline')) };
    expect(await firstProfile(offline, opened('demo'))).toEqual(emptyProfile);
  });

  it('takes any hour of the day where nothing is said', () => {
    expect(weekOf('any').wed).toMatchObject({ early: 1, evening: 1, night: 0 });
  });
});
