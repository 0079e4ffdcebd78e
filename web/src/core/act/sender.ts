// One command on its way: signed, queued, shown, sent. The answer is what happened to it by then.
import type { CommandReceipt } from '../api-types';
import type { Cell } from '../cell';
import type { CommandInput } from '../envelope/commands';
import type { EnvelopeId } from '../ids';
import type { Message } from '../i18n/message';
import type { Basis } from '../outbox/item';
import type { Outbox } from '../outbox/outbox';
import { refusalMessage } from '../outbox/settle';
import type { OpenedPerson } from '../people/opened';
import { PeopleError } from '../people/people-error';

export type Sent =
  | { state: 'committed'; id: EnvelopeId; height: number; events: CommandReceipt['events'] }
  | { state: 'waiting'; id: EnvelopeId }
  | { state: 'refused'; id: EnvelopeId; code: string; message: Message };

export class Sender {
  constructor(
    private readonly outbox: Outbox,
    private readonly opened: Cell<OpenedPerson | null>,
  ) {}

  /** The person whose keys are open. Throws PeopleError 'locked' where nobody's are. */
  person(): OpenedPerson {
    const person = this.opened.get();
    if (!person) throw new PeopleError('locked');
    return person;
  }

  async send(command: CommandInput, title = '', revision: number | null = null): Promise<Sent> {
    const basis: Basis = { title, revision };
    const { order } = await this.outbox.add(command, this.person(), basis);
    await this.outbox.flush();
    // A flush that was already under way may have ended just before this command entered.
    if (this.outcome(order).state === 'waiting') await this.outbox.flush();
    const sent = this.outcome(order);
    // Told here and now; only a refusal that comes later stays in the queue to be read.
    if (sent.state === 'refused') await this.outbox.dismiss(sent.id);
    return sent;
  }

  private outcome(order: number): Sent {
    const item = this.outbox.find(order);
    if (!item) throw new Error('a queued command vanished');
    const { id, state } = item;
    if (state === 'refused') {
      return { state, id, code: item.code ?? 'unreadable', message: refusalMessage(item) };
    }
    if (state !== 'committed') return { state: 'waiting', id };
    const receipt = this.outbox.receipt(id);
    return {
      state,
      id,
      height: receipt?.height ?? item.height ?? 0,
      events: receipt?.events ?? [],
    };
  }
}
