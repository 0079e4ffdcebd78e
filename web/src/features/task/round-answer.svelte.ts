// One round as the node tells it, fetched anew whenever the list of rounds says that it has changed.
import { core, live } from '../../app/live.svelte';
import type { Round, RoundAnswer } from '../../core/api-types';

export class Answered {
  /** Undefined: on its way. Null: not to be had now. */
  value = $state.raw<RoundAnswer | null | undefined>(undefined);

  constructor(round: () => Round | undefined) {
    $effect(() => {
      const wanted = round();
      if (!wanted) return;
      void [wanted.revision, wanted.clearings, live.connection.state];
      let left = false;
      core()
        .rounds.answer(wanted.id)
        .then((answer) => left || (this.value = answer))
        .catch(() => left || (this.value ??= null));
      return () => (left = true);
    });
  }
}
