import { describe, expect, it } from 'vitest';
import type { CommandInput } from '../envelope/commands';
import type { EnvelopeId, Instant, MemberId, PublicKey, RoundId, WillingId, TaskId } from '../ids';
import type { QueuedCommand } from '../outbox/item';
import { indexed, makePlace, makeTask, noon } from '../testing/fixtures';
import { completeDraft } from '../envelope/commands';
import { overlay, type Me } from './overlay';

const mine = 'aa'.repeat(32) as PublicKey;
const willing = '55'.repeat(32) as WillingId;
const me: Me = {
  member: '01'.repeat(16) as MemberId,
  name: 'Ana',
  participant: () => mine,
  willing: () => willing,
};

function queued(command: CommandInput, part: Partial<QueuedCommand> = {}): QueuedCommand {
  return {
    id: 'e' as EnvelopeId,
    member: me.member,
    command,
    state: 'waiting',
    queuedAt: noon,
    ...part,
  } as QueuedCommand;
}

const task = makeTask();
const board = new Map([[task.id, task]]);
const after = (...commands: CommandInput[]) =>
  overlay(
    board,
    commands.map((command) => queued(command)),
    me,
    indexed(),
  ).get(task.id)!;
const take: CommandInput = {
  kind: 'take_place',
  task: task.id,
  participant: mine,
  trainee: false,
  show_name: true,
};

const until = '2026-11-25T19:00:00Z' as Instant;
const invitedTask = makeTask({ trainees_max: 1, invited: [{ willing, trainee: true, until }] });
const round = willing.slice(0, 32) as RoundId;

describe('an answer to an invitation, laid over the board', () => {
  const shown = (command: CommandInput) =>
    overlay(new Map([[invitedTask.id, invitedTask]]), [queued(command)], me, indexed()).get(
      invitedTask.id,
    )!;
  const about = { round, task: invitedTask.id };

  it('makes a place of it, of the kind that it was', () => {
    const task = shown({ kind: 'accept_place', ...about, participant: mine, show_name: false });
    expect(task.invited).toEqual([]);
    expect(task.places).toMatchObject([{ participant: mine, trainee: true, name: null }]);
  });

  it('or gives it back, and nothing else', () => {
    const task = shown({ kind: 'decline_place', ...about });
    expect([task.invited, task.places]).toEqual([[], []]);
  });
});

describe('what waits, laid over the board', () => {
  it('is nothing where nothing waits, or it was refused or is another person’s', () => {
    expect(overlay(board, [], me, indexed())).toBe(board);
    expect(overlay(board, [queued(take, { state: 'refused' })], me, indexed())).toBe(board);
    expect(overlay(board, [queued(take, { member: '02' as MemberId })], me, indexed())).toBe(board);
    expect(overlay(board, [queued(take)], null, indexed())).toBe(board);
  });

  it('shows a place taken, with the figures that follow and a mark', () => {
    const shown = after(take);
    expect(shown.places[0]).toMatchObject({ participant: mine, name: 'Ana', status: 'taken' });
    expect([shown.coming, shown.missing, shown.free]).toEqual([1, 1, 3]);
    expect(shown.waiting).toEqual([{ id: 'e', kind: 'take_place' }]);
    expect(task.places).toEqual([]);
  });

  it('follows one command after the other', () => {
    expect(after(take, { kind: 'hand_back', task: task.id }).places).toEqual([]);
    expect(after(take, { kind: 'mark_done', task: task.id, minutes: 90 }).places[0]).toMatchObject({
      status: 'done',
      minutes: 90,
    });
    expect(after(take, { kind: 'seek_swap', task: task.id, seeking: true }).coming).toBe(0);
    expect(after(take, { kind: 'hide_name', task: task.id }).places[0]?.name).toBeNull();
    expect(after(take, take).places).toHaveLength(1);
  });

  it('confirms the others’ work, not mine', () => {
    const done = makeTask({
      places: [makePlace({ status: 'done' }), makePlace({ participant: mine, status: 'done' })],
    });
    const command: CommandInput = { kind: 'confirm_done', task: done.id };
    const shown = overlay(new Map([[done.id, done]]), [queued(command)], me, indexed()).get(
      done.id,
    )!;
    expect(shown.places.map(({ status }) => status)).toEqual(['confirmed', 'done']);
  });

  it('shows work that is not on the board yet', () => {
    const id = 'ff'.repeat(16) as TaskId;
    const draft = completeDraft(
      { guild: 'kitchen' as never, title: 'Bake', minutes: 60, people_min: 2, people_max: 3 },
      '' as never,
    );
    const unasked = {
      guild: 'repairs' as never,
      title: 'Drain',
      start: '2026-11-22T09:00:00Z' as Instant,
      minutes: 30,
      people: 1,
      guests: 0,
    };
    const show = (command: CommandInput) =>
      overlay(board, [queued(command)], me, indexed()).get(id);
    expect(show({ kind: 'post_task', task: id, draft })).toMatchObject({
      title: 'Bake',
      sector: 'food',
      missing: 2,
      status: 'open',
    });
    expect(show({ kind: 'record_unasked', task: id, ...unasked })).toMatchObject({
      sector: 'maintenance',
      status: 'recorded',
      end: '2026-11-22T09:30:00Z',
    });
  });

  it('changes and cancels', () => {
    const cancelled = after({ kind: 'cancel_task', task: task.id, reason: 'Storm.' });
    expect(cancelled).toMatchObject({ status: 'cancelled', reason: 'Storm.' });
    expect(after({ kind: 'set_guests', task: task.id, guests: 2 })).toMatchObject({
      coming: 2,
      missing: 0,
    });
  });
});
