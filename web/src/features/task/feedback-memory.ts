// Which tasks this device has already told about: the board does not say who gave feedback.
import { remember, remembered } from '../../app/remember';
import type { TaskId } from '../../core/ids';

const slot = 'commune.told';
const kept_max = 200;

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(remembered(slot) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export const feedbackGiven = (task: TaskId): boolean => read().includes(task);

export function rememberFeedback(task: TaskId): void {
  remember(slot, JSON.stringify([...read(), task].slice(-kept_max)));
}
