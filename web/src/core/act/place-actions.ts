// What a person does about a place of the own: take, hand back, swap, done, how it was.
import type { Task } from '../api-types';
import type { FeedbackInput } from '../envelope/commands';
import type { MineStore } from '../mine/mine-store';
import { responses, type Response, type TasteStore } from '../recommend/taste-store';
import { learning } from './learning';
import type { Sender, Sent } from './sender';

export interface TakeOptions {
  trainee?: boolean;
  /** Shown unless the person says otherwise: inside one's own commune that is the usual thing. */
  showName?: boolean;
}

export function placeActions(sender: Sender, mine: MineStore, taste: TasteStore) {
  return {
    takePlace(task: Task, { trainee = false, showName = true }: TakeOptions = {}): Promise<Sent> {
      mine.expect(task.id);
      const participant = sender.person().participantKey(task.id).hex;
      const command = {
        kind: 'take_place',
        task: task.id,
        participant,
        trainee,
        show_name: showName,
      } as const;
      const sending = sender.send(command, task.title, task.revision);
      return learning(sending, () => taste.say(task, 'take'));
    },
    handBack(task: Task): Promise<Sent> {
      const sending = sender.send({ kind: 'hand_back', task: task.id }, task.title);
      return learning(sending, () => taste.takeBack('take', { task: task.id }));
    },
    seekSwap(task: Task, seeking: boolean): Promise<Sent> {
      return sender.send({ kind: 'seek_swap', task: task.id, seeking }, task.title);
    },
    markDone(task: Task, minutes: number): Promise<Sent> {
      return sender.send({ kind: 'mark_done', task: task.id, minutes }, task.title);
    },
    giveFeedback(task: Task, feedback: FeedbackInput): Promise<Sent> {
      const sending = sender.send(
        { kind: 'give_feedback', task: task.id, ...feedback },
        task.title,
      );
      const given = new Map<string, unknown>(Object.entries(feedback));
      const said = responses.filter((response: Response) => given.get(response) === true);
      return learning(sending, () =>
        Promise.all(said.map((response) => taste.say(task, response))),
      );
    },
    hideName(task: Task): Promise<Sent> {
      return sender.send({ kind: 'hide_name', task: task.id }, task.title);
    },
  };
}
