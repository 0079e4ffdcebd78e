// What the data layer reaches outside with: the database, the node, the person whose keys are open
// and the queue of commands. Made once at the start; app-core.ts puts the rest on top.
import { Api } from './api/client';
import { ApiError } from './api/errors';
import { Transport } from './api/transport';
import type { Me } from './board/overlay';
import { derive, type Cell } from './cell';
import { Clock } from './clock';
import { Outbox } from './outbox/outbox';
import { OutboxDisk } from './outbox/outbox-disk';
import type { OpenedPerson } from './people/opened';
import { People } from './people/people';
import { readBoard, type DiskBoard } from './board/board-disk';
import { openDatabase, type Database } from './storage/database';
import { StorageHealth } from './storage/health';

export interface DoorOptions {
  origin?: string; // "": the page's own
  database?: string | Promise<Database>; // its name, or one that is being opened
  fetch?: typeof fetch;
}

export interface Door {
  database: Database;
  remembered: Promise<DiskBoard | null>; // is read while the rest opens
  api: Api;
  clock: Clock;
  people: People;
  outbox: Outbox;
  health: StorageHealth;
  me: Cell<Me | null>;
  /** The opened person once the commune has taken them in: before, it refuses whatever they ask. */
  admitted: Cell<OpenedPerson | null>;
  /** Opens a session for the person whose keys are open; false: nobody's are, or the node says no. */
  signIn: () => Promise<boolean>;
}

export async function openDoor(options: DoorOptions): Promise<Door> {
  const { database: wanted } = options;
  const database = await (typeof wanted === 'object' ? wanted : openDatabase(wanted));
  const remembered = readBoard(database);
  const { origin = '', fetch } = options;
  const transport = new Transport({ origin, ...(fetch ? { fetch } : {}) });
  const api = new Api(transport);
  const clock = new Clock();
  const health = new StorageHealth();
  const people = await People.open(database, api, health);
  transport.signIn = () => signIn(api, clock, people);
  people.opened.subscribe(() => transport.forgetSession()); // before anybody reads as that person
  const disk = new OutboxDisk(database);
  const outbox = await Outbox.open({ disk, api, clock, opened: people.opened, health });
  return {
    database,
    remembered,
    api,
    clock,
    people,
    outbox,
    health,
    me: meOf(people),
    admitted: admittedOf(people, outbox),
    signIn: () => transport.haveSession(),
  };
}

function meOf(people: People): Cell<Me | null> {
  return derive([people.current, people.opened], (current, opened) => {
    if (!current || !opened) return null;
    const { member } = opened;
    return {
      member,
      name: current.name,
      participant: (task) => opened.participantKey(task).hex,
      willing: (round) => opened.roundNames(round).willing,
    };
  });
}

function admittedOf(people: People, outbox: Outbox): Cell<OpenedPerson | null> {
  return derive([people.opened, people.entering, outbox.queued], (opened, entering, queued) => {
    const joins = queued.some(
      ({ member, command, state }) =>
        member === opened?.member && command.kind === 'join' && state !== 'committed',
    );
    return entering || joins ? null : opened;
  });
}

async function signIn(api: Api, clock: Clock, people: People): Promise<boolean> {
  const person = people.opened.get();
  if (!person) return false;
  const commune = await api.commune();
  clock.correct(commune.now);
  const { proveSession } = await import('./api/session');
  try {
    await api.openSession(proveSession(person.memberKey, person.chain, clock.seconds()));
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && error.status > 0) return false;
    throw error;
  }
}
