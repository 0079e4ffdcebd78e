// Runs before all else of the app: the browser opens the database while it still reads the rest.
import { openDatabase } from '../core/storage/database';

export const database = openDatabase();
database.catch(() => undefined); // whoever waits for it says what is wrong
