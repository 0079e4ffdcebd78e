// The device's own store (IndexedDB). What is private lies here only sealed; the board, which every
// member may read, lies here as it came.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CommuneView, Catalogue, MembersView, Task } from '../api-types';
import type { Bytes } from '../bytes';
import type { Instant, MemberId, TaskId } from '../ids';
import type { PersonRecord } from '../people/record';
import type { OutboxRecord } from '../outbox/item';

/** Sealed bytes: what opens them lies elsewhere (the device's key, or the person's vault key). */
export interface Sealed {
  nonce: Bytes;
  data: Bytes;
}

export interface SavedBoard {
  commune: CommuneView;
  catalogue: Catalogue;
  members: MembersView | null;
  height: number;
  savedAt: Instant;
  /** The height at which a part changed whose answer has not come yet; absent: none. */
  owed?: Readonly<Partial<Record<'catalogue' | 'members', number>>>;
}

interface Schema extends DBSchema {
  device: { key: 'sealing-key' | 'current'; value: CryptoKey | MemberId };
  people: { key: MemberId; value: PersonRecord };
  private: { key: string; value: Sealed }; // "<member>/<name>"
  board: { key: 'board'; value: SavedBoard };
  tasks: { key: TaskId; value: Task };
  outbox: { key: number; value: OutboxRecord };
}

export type Database = IDBPDatabase<Schema>;

export function openDatabase(name = 'commune'): Promise<Database> {
  return openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('device');
      database.createObjectStore('people', { keyPath: 'member' });
      database.createObjectStore('private');
      database.createObjectStore('board');
      database.createObjectStore('tasks', { keyPath: 'id' });
      database.createObjectStore('outbox', { keyPath: 'order', autoIncrement: true });
    },
  });
}
