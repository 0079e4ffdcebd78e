// Turns whatever was thrown into a sentence a person can use.
import { ApiError } from '../core/api/errors';
import { errorMessage } from '../core/i18n/error-message';
import { PeopleError } from '../core/people/people-error';
import { isStorageFault } from '../core/storage/health';
import { t } from './words.svelte';

export function explain(error: unknown): string {
  if (error instanceof PeopleError) return t(error.words);
  if (error instanceof ApiError) return t(errorMessage(error.code, error.message));
  if (isStorageFault(error)) return t('storage.full');
  return t('say.failed');
}
