// What can go wrong between the app and the node: one type, a stable code. The sentence for a
// person is found by the code (i18n: "error.<code>"); the node's own sentence is the fallback.
import type { ErrorBody } from '../api-types';
import type { Message } from '../i18n/message';
import { errorMessage } from '../i18n/error-message';

/** 'offline': no answer at all. 'unreadable': an answer that is not the API's. */
export type LocalErrorCode = 'offline' | 'unreadable' | 'no_person';

export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: string,
    message: string,
    readonly status: number, // 0: none
  ) {
    super(message);
  }

  get words(): Message {
    return errorMessage(this.code, this.message);
  }
}

export function isOffline(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'offline' || error.status >= 502);
}

/** Another try may help: no answer, no session, too many at once, or a node that is not well. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const { code, status } = error;
  return code === 'offline' || [0, 401, 408, 429].includes(status) || status >= 500;
}

export async function errorFrom(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as ErrorBody;
    return new ApiError(error.code, error.message, response.status);
  } catch {
    return new ApiError('unreadable', `HTTP ${response.status}`, response.status);
  }
}
