// Rounds: opening one, saying what I would like, and answering where I was invited.
import type { Round, Task } from '../api-types';
import { random, toHex } from '../bytes';
import type { RoundInput, WillingInput } from '../envelope/commands';
import type { RoundId } from '../ids';
import type { LearningStore } from '../learning/learning-store';
import type { MineStore } from '../mine/mine-store';
import type { TasteStore } from '../recommend/taste-store';
import type { Invitation } from '../rounds/invitations';
import type { RoundStore } from '../rounds/round-store';
import { learning } from './learning';
import type { Sender, Sent } from './sender';

export function roundActions(
  sender: Sender,
  mine: MineStore,
  rounds: RoundStore,
  taste: TasteStore,
  learningStore: LearningStore,
) {
  return {
    async openRound(input: RoundInput): Promise<Sent & { round: RoundId }> {
      const round = toHex(random(16)) as RoundId;
      return { ...(await sender.send({ kind: 'open_round', round, ...input })), round };
    },
    /** Replaces what was said before; without offers: nothing in this round. */
    async declareWilling({ id: round }: Pick<Round, 'id'>, input: WillingInput): Promise<Sent> {
      const { participant } = sender.person().roundNames(round);
      const sent = await sender.send({ kind: 'declare_willing', round, participant, ...input });
      if (sent.state !== 'refused') rounds.remember(round, input);
      return sent;
    },
    acceptPlace(
      { round, task }: Pick<Invitation, 'round' | 'task'>,
      showName = true,
    ): Promise<Sent> {
      mine.expect(task.id);
      const participant = sender.person().participantKey(task.id).hex;
      const command = {
        kind: 'accept_place',
        round,
        task: task.id,
        participant,
        show_name: showName,
      } as const;
      const sending = sender.send(command, task.title, task.revision);
      return learning(sending, () =>
        Promise.all([taste.say(task, 'take'), learningStore.hear(task, true)]),
      );
    },
    /** "Not this time": needs no reason, and the place goes to the next. */
    declinePlace(round: RoundId, task: Task): Promise<Sent> {
      const sending = sender.send({ kind: 'decline_place', round, task: task.id }, task.title);
      return learning(sending, () => learningStore.hear(task, false));
    },
  };
}
