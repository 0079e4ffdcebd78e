// What a guild's member does about work: ask for it, change, cancel, record, confirm, repeat.
import type { Series, Task } from '../api-types';
import { random, toHex } from '../bytes';
import {
  completeDraft,
  draftOf,
  type DraftInput,
  type SeriesInput,
  type UnaskedInput,
} from '../envelope/commands';
import type { HistoryStore } from '../history/history-store';
import type { GuildId, SectorId, SeriesId, TaskId, TemplateId } from '../ids';
import type { Sender, Sent } from './sender';

export function taskActions(
  sender: Sender,
  history: HistoryStore,
  sectorOf: (guild: GuildId) => SectorId,
) {
  const whole = (draft: DraftInput) => completeDraft(draft, draft.sector ?? sectorOf(draft.guild));
  const timeless = (draft: DraftInput) => ({ ...whole(draft), start: null, end: null, due: null });
  const newId = <T extends string>(): T => toHex(random(16)) as T;

  return {
    async postTask(draft: DraftInput): Promise<Sent & { task: TaskId }> {
      const task = newId<TaskId>();
      return {
        ...(await sender.send({ kind: 'post_task', task, draft: whole(draft) }, draft.title)),
        task,
      };
    },
    /** `task` as the person saw it: if it has changed since, the commune refuses and says so. */
    changeTask(task: Task, draft: DraftInput, reason: string): Promise<Sent> {
      const { id, revision } = task;
      const command = {
        kind: 'change_task',
        task: id,
        revision,
        draft: whole(draft),
        reason,
      } as const;
      return sender.send(command, task.title, revision);
    },
    /** More or fewer eat than was thought: the crew follows. */
    setDiners(task: Task, diners: number, reason: string): Promise<Sent> {
      return this.changeTask(task, { ...draftOf(task), diners }, reason);
    },
    cancelTask(task: Task, reason: string): Promise<Sent> {
      return sender.send({ kind: 'cancel_task', task: task.id, reason }, task.title, task.revision);
    },
    async recordUnasked(input: UnaskedInput): Promise<Sent & { task: TaskId }> {
      const task = newId<TaskId>();
      const command = { kind: 'record_unasked', task, ...input } as const;
      const sent = await sender.send(command, input.title);
      if (sent.state !== 'refused') history.recordUnasked(command, sectorOf(input.guild));
      return { ...sent, task };
    },
    setGuests(task: Task, guests: number): Promise<Sent> {
      return sender.send({ kind: 'set_guests', task: task.id, guests }, task.title);
    },
    confirmDone(task: Task): Promise<Sent> {
      return sender.send({ kind: 'confirm_done', task: task.id }, task.title);
    },
    putTemplate(template: TemplateId, draft: DraftInput): Promise<Sent> {
      return sender.send({ kind: 'put_template', template, draft: timeless(draft) }, draft.title);
    },
    removeTemplate(template: TemplateId, title: string): Promise<Sent> {
      return sender.send({ kind: 'remove_template', template }, title);
    },
    async postSeries(input: SeriesInput): Promise<Sent & { series: SeriesId }> {
      const series = newId<SeriesId>();
      const command = {
        kind: 'post_series',
        ...input,
        series,
        draft: timeless(input.draft),
      } as const;
      return { ...(await sender.send(command, input.draft.title)), series };
    },
    changeSeries(series: Series, input: SeriesInput, reason: string): Promise<Sent> {
      const { id, revision } = series;
      const draft = timeless(input.draft);
      return sender.send(
        { kind: 'change_series', ...input, series: id, revision, draft, reason },
        draft.title,
        revision,
      );
    },
    endSeries(series: Series, reason: string): Promise<Sent> {
      return sender.send({ kind: 'end_series', series: series.id, reason }, series.draft.title);
    },
  };
}
