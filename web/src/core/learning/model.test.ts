import { describe, expect, it } from 'vitest';
import type { Instant, TemplateId } from '../ids';
import { makeTask } from '../testing/fixtures';
import { acceptancePermille, extraMinutes, type CommuneModel } from './model';

const pots = 'pots' as TemplateId;
const rates = (at: number, value: number): number[] =>
  Array.from({ length: 8 }, (_, block) => (block === at ? value : 500));
const model = (extra: number): CommuneModel => ({
  bytes: new Uint8Array(0),
  round: 1,
  contributions: 20,
  overall: 500,
  tired: [500, 400, 300],
  anyKind: rates(6, 600),
  kinds: new Map([[pots, { extraMinutes: extra, yesPermille: rates(6, 250) }]]),
});

describe('the commune’s model', () => {
  it('says how much longer work usually takes, in fives, where it is worth a word', () => {
    expect(extraMinutes(model(21), { template: pots })).toBe(20);
    expect(extraMinutes(model(-13), { template: pots })).toBe(-15);
    expect(extraMinutes(model(7), { template: pots })).toBeNull();
    expect(extraMinutes(model(60), { template: '' })).toBeNull();
    expect(extraMinutes(model(60), { template: 'soup' as TemplateId })).toBeNull();
  });

  it('says how many say yes at such an hour, by the kind where it knows it', () => {
    const at = (start: string, template: TemplateId | ''): number =>
      acceptancePermille(
        model(0),
        makeTask({ start: start as Instant, template }),
        'Europe/Berlin',
      );
    expect(at('2026-11-25T18:30:00Z', pots)).toBe(250); // 19:30 there
    expect(at('2026-11-25T18:30:00Z', '')).toBe(600);
    expect(at('2026-11-25T21:30:00Z', pots)).toBe(500);
  });
});
