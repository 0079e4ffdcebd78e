// The profile of the opened person, read from and written to the own vault.
import { background } from '../background';
import { fromBase64Url, toBase64Url, utf8 } from '../bytes';
import { Source, type Cell } from '../cell';
import type { OpenedPerson } from '../people/opened';
import { emptyProfile, type Profile } from './model';
import { parseProfile } from './parse';

interface ExportFile {
  format: 'commune-profile';
  version: 1;
  nonce: string;
  data: string;
}

export class ProfileStore {
  private readonly source = new Source<Profile>(emptyProfile);
  private readonly leave: () => void;
  private loading: Promise<void> = Promise.resolve();
  readonly value: Cell<Profile> = this.source;

  constructor(
    private readonly opened: Cell<OpenedPerson | null>,
    private readonly start: (person: OpenedPerson) => Promise<Profile> = async () => emptyProfile,
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
    this.source.set(edit(this.source.get()));
    await person.vault.write('profile', this.source.get());
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

  close(): void {
    this.leave();
  }

  private need(): OpenedPerson {
    const person = this.opened.get();
    if (!person) throw new Error('no person is open');
    return person;
  }

  private async load(person: OpenedPerson | null): Promise<void> {
    this.source.set(emptyProfile);
    if (!person) return;
    const kept = parseProfile(await person.vault.read('profile')) ?? (await this.start(person));
    if (this.opened.get() === person) this.source.set(kept);
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
