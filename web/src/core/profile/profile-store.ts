// The profile of the opened person, read from and written to the own vault.
import { background } from '../background';
import { fromBase64Url, toBase64Url, utf8 } from '../bytes';
import { Source, type Cell } from '../cell';
import {
  fromEntries,
  markChanges,
  mergeEntries,
  toEntries,
  underPaths,
  type Entries,
  type Marks,
  type Portable,
} from '../copy/entries';
import type { OpenedPerson } from '../people/opened';
import { flatten, profilePaths, unflatten } from './flat';
import { emptyProfile, type Profile } from './model';
import { parseProfile } from './parse';

interface ExportFile {
  format: 'commune-profile';
  version: 1;
  nonce: string;
  data: string;
}

/** As it lies in the vault: the profile, and beside it when each answer of it last changed. */
type Kept = Profile & { readonly marks?: Marks };

export class ProfileStore implements Portable {
  private readonly source = new Source<Profile>(emptyProfile);
  private readonly leave: () => void;
  private loading: Promise<void> = Promise.resolve();
  private marks: Marks = {};
  readonly value: Cell<Profile> = this.source;

  constructor(
    private readonly opened: Cell<OpenedPerson | null>,
    private readonly start: (person: OpenedPerson) => Promise<Profile> = async () => emptyProfile,
    private readonly now: () => number = Date.now,
  ) {
    this.leave = opened.subscribe((person) => {
      this.loading = this.load(person);
      background(this.loading);
    });
  }

  /** Changes the profile and keeps it; without an opened person it does nothing. */
  async change(edit: (profile: Profile) => Profile): Promise<void> {
    await this.loading;
    const person = this.opened.get();
    if (!person) return;
    const before = this.source.get();
    const after = edit(before);
    this.marks = markChanges(this.marks, flatten(before), flatten(after), this.now());
    this.source.set(after);
    await this.keep(person);
  }

  async copyEntries(): Promise<Entries> {
    await this.loading;
    return toEntries(flatten(this.source.get()), this.marks);
  }

  async take(entries: Entries, person: OpenedPerson): Promise<void> {
    const before = await this.copyEntries();
    if (this.opened.get() !== person) return;
    const merged = mergeEntries(before, underPaths(entries, profilePaths));
    if (JSON.stringify(merged) === JSON.stringify(mergeEntries(before))) return;
    const { values, marks } = fromEntries(merged);
    this.marks = marks;
    this.source.set(unflatten(values));
    await this.keep(person);
  }

  /** A file that only the same person's keys open: for another device, or for safe keeping. */
  async exportFile(): Promise<string> {
    await this.loading;
    const person = this.need();
    const { sealValue } = await import('../storage/vault');
    const { nonce, data } = sealValue(
      person.vaultKey,
      'export',
      utf8(JSON.stringify(this.source.get())),
    );
    const file: ExportFile = {
      format: 'commune-profile',
      version: 1,
      nonce: toBase64Url(nonce),
      data: toBase64Url(data),
    };
    return `${JSON.stringify(file, null, 1)}\n`;
  }

  /** False: not such a file, or of another person. */
  async importFile(text: string): Promise<boolean> {
    const person = this.need();
    const profile = await openFile(text, person);
    if (profile) await this.change(() => profile);
    return profile !== null;
  }

  /** Resolves when the profile of the opened person is there. */
  loaded(): Promise<void> {
    return this.loading;
  }

  close(): void {
    this.leave();
  }

  private need(): OpenedPerson {
    const person = this.opened.get();
    if (!person) throw new Error('no person is open');
    return person;
  }

  private keep(person: OpenedPerson): Promise<void> {
    const kept: Kept = { ...this.source.get(), marks: this.marks };
    return person.vault.write('profile', kept);
  }

  private async load(person: OpenedPerson | null): Promise<void> {
    this.marks = {};
    this.source.set(emptyProfile);
    if (!person) return;
    const kept = await person.vault.read<Kept>('profile');
    const profile = parseProfile(kept) ?? (await this.start(person));
    if (this.opened.get() !== person) return;
    this.marks = kept?.marks ?? {};
    this.source.set(profile);
  }
}

async function openFile(text: string, person: OpenedPerson): Promise<Profile | null> {
  const { openValue } = await import('../storage/vault');
  try {
    const file = JSON.parse(text) as Partial<ExportFile>;
    const nonce = fromBase64Url(file.nonce ?? '');
    const data = fromBase64Url(file.data ?? '');
    if (file.format !== 'commune-profile' || !nonce || !data) return null;
    const plain = openValue(person.vaultKey, 'export', { nonce, data });
    return plain && parseProfile(JSON.parse(new TextDecoder().decode(plain)));
  } catch {
    return null;
  }
}
