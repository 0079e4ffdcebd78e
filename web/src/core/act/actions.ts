// All the verbs of the app in one hand: `core.act`.
import type { Cell } from '../cell';
import type { Clock } from '../clock';
import type { BoardState } from '../board/state';
import type { CopyStore } from '../copy/copy-store';
import type { HistoryStore } from '../history/history-store';
import type { GuildId, SectorId } from '../ids';
import type { MineStore } from '../mine/mine-store';
import type { People } from '../people/people';
import type { LearningStore } from '../learning/learning-store';
import type { TasteStore } from '../recommend/taste-store';
import type { RoundStore } from '../rounds/round-store';
import { callActions } from './call-actions';
import { guildActions } from './guild-actions';
import { peopleActions } from './people-actions';
import { placeActions } from './place-actions';
import { roundActions } from './round-actions';
import type { Sender } from './sender';
import { taskActions } from './task-actions';

export interface ActionContext {
  sender: Sender;
  people: People;
  clock: Clock;
  board: Cell<BoardState>;
  mine: MineStore;
  history: HistoryStore;
  rounds: RoundStore;
  taste: TasteStore;
  learning: LearningStore;
  copy: CopyStore;
  origin: () => string;
}

export function makeActions(context: ActionContext) {
  const { sender, board, mine, history, rounds, taste, learning } = context;
  const guild = (id: GuildId) => board.get().catalogue.guilds.get(id);
  return {
    ...peopleActions(context),
    ...guildActions(sender, (id) => guild(id)?.name ?? id),
    ...taskActions(sender, history, (id) => guild(id)?.sector ?? ('' as SectorId)),
    ...placeActions(sender, mine, taste),
    ...roundActions(sender, mine, rounds, taste, learning),
    ...callActions(sender),
  };
}

export type Actions = ReturnType<typeof makeActions>;
