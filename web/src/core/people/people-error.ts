// What can be wrong with an invitation, a phrase or a person on this device, in words.
import { say, type Message } from '../i18n/message';
import type { PhraseProblem } from '../keys/phrase';

export type PeopleProblem =
  'invitation_malformed' | 'not_a_demo' | 'not_a_member' | 'locked' | 'phrase';

export class PeopleError extends Error {
  override readonly name = 'PeopleError';

  constructor(
    readonly code: PeopleProblem,
    readonly words: Message = say(`error.${code}` as 'error.locked'),
  ) {
    super(code);
  }

  static ofPhrase(problem: PhraseProblem): PeopleError {
    if (problem.kind === 'count')
      return new PeopleError('phrase', say('phrase.count', { count: problem.count }));
    if (problem.kind === 'checksum') return new PeopleError('phrase', say('phrase.checksum'));
    const { word, position } = problem;
    return new PeopleError('phrase', say('phrase.unknown_word', { word, position }));
  }
}
