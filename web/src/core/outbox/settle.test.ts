import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/errors';
import type { CommandInput } from '../envelope/commands';
import type { QueuedCommand } from './item';
import { judge, refusalMessage, titleMessage } from './settle';

const task = 'aa'.repeat(16) as never;
const item = (command: CommandInput, part: Partial<QueuedCommand> = {}) =>
  ({
    command,
    attempts: 1,
    basis: { title: 'Dinner', revision: 1 },
    code: null,
    reason: '',
    ...part,
  }) as QueuedCommand;
const handBack = item({ kind: 'hand_back', task });
const feedback = (attempts: number) => item({ kind: 'give_feedback', task }, { attempts });
const error = (code: string, status = 409) => new ApiError(code, 'The node’s own words.', status);

describe('the commune’s answer', () => {
  it('that does not come means later', () => {
    for (const status of [0, 408, 429, 500, 503])
      expect(judge(handBack, error('offline', status))).toBe('later');
  });

  it('that it was received already, or is so already, is success', () => {
    expect(judge(handBack, error('replayed'))).toBe('already_so');
    expect(judge(handBack, error('not_on_task', 403))).toBe('already_so');
    expect(judge(item({ kind: 'seek_swap', task, seeking: true }), error('not_on_task', 403))).toBe(
      'refused',
    );
  });

  it('to a second try of feedback is success, to a first one not', () => {
    expect(judge(feedback(1), error('feedback_given'))).toBe('refused');
    expect(judge(feedback(2), error('feedback_given'))).toBe('already_so');
  });

  it('that it expired asks for a new signature', () => {
    expect(judge(handBack, error('expired'))).toBe('sign_again');
    expect(judge(handBack, error('expires_too_late', 422))).toBe('sign_again');
  });

  it('is told about the thing where there are words for it, else in general, else as it came', () => {
    const told = (code: string) =>
      refusalMessage(item({ kind: 'hand_back', task }, { code, reason: 'As it came.' }));
    expect(told('task_over')).toEqual({
      key: 'refused.hand_back.task_over',
      values: { title: 'Dinner' },
    });
    expect(told('task_cancelled')).toEqual({ key: 'error.task_cancelled' });
    expect(told('brand_new_code')).toEqual({ text: 'As it came.' });
    expect(titleMessage(handBack)).toEqual({ key: 'queue.hand_back', values: { title: 'Dinner' } });
  });
});
