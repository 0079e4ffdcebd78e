// Reads and says one message: text, {value}, {value, number}, and the plural and ordinal forms of a
// language. That is all of ICU's message syntax that the files use; format.test.ts holds every message
// against intl-messageformat. It starts no formatter before a message wants it: on a cheap phone the
// first one costs more than everything else of a first start.
import type { MessageValues } from './message';

type Part = string | Hash | Value | Choice;
interface Hash {
  readonly kind: 'hash';
}
interface Value {
  readonly kind: 'value' | 'number';
  readonly name: string;
}
interface Choice {
  readonly kind: 'cardinal' | 'ordinal';
  readonly name: string;
  readonly forms: ReadonlyMap<string, readonly Part[]>; // "one", "other", "=0"
}

export type Format = (values: MessageValues) => string;

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  /** Up to the end, or to the brace that closes a form of a choice. */
  parts(inChoice: boolean): Part[] {
    const parts: Part[] = [];
    let plain = '';
    const keep = (part: Part): void => {
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push(part);
    };
    while (this.at < this.text.length && !(inChoice && this.text[this.at] === '}')) {
      const character = this.text[this.at] ?? '';
      if (character === '{') keep(this.argument());
      else if (character === '}') this.fail('a closing brace too many');
      else {
        this.at += 1;
        if (character === '#' && inChoice) keep({ kind: 'hash' });
        else plain += character === "'" ? this.quoted(inChoice) : character;
      }
    }
    if (plain !== '') parts.push(plain);
    return parts;
  }

  /** After an apostrophe: two are one, one before a sign of the syntax quotes up to the next. */
  private quoted(inChoice: boolean): string {
    const next = this.text[this.at] ?? '';
    if (next === "'") this.at += 1;
    const quotes = next === '{' || next === '}' || (next === '#' && inChoice);
    if (!quotes) return "'";
    const rest = /^((?:[^']|'')*)'?/.exec(this.text.slice(this.at));
    this.at += rest?.[0].length ?? 0;
    return (rest?.[1] ?? '').replaceAll("''", "'");
  }

  private argument(): Part {
    this.need('{');
    const name = this.word();
    if (this.take('}')) return { kind: 'value', name };
    this.need(',');
    const type = this.word();
    if (type === 'number') {
      this.need('}');
      return { kind: 'number', name };
    }
    if (type !== 'plural' && type !== 'selectordinal') this.fail(`"${type}" is not known here`);
    this.need(',');
    return { kind: type === 'plural' ? 'cardinal' : 'ordinal', name, forms: this.forms() };
  }

  private forms(): Map<string, Part[]> {
    const forms = new Map<string, Part[]>();
    while (!this.take('}')) {
      const name = this.word();
      this.need('{');
      forms.set(name, this.parts(true));
      this.need('}');
      this.space();
    }
    if (!forms.has('other')) this.fail('the form "other" is missing');
    return forms;
  }

  private word(): string {
    this.space();
    const word = /^[^\s{},]+/.exec(this.text.slice(this.at))?.[0];
    if (!word) return this.fail('a word is missing');
    this.at += word.length;
    this.space();
    return word;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private take(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  private need(sign: string): void {
    if (!this.take(sign)) this.fail(`"${sign}" is missing`);
  }

  private fail(why: string): never {
    throw new SyntaxError(`message, place ${this.at}: ${why}: ${this.text}`);
  }
}

/** One maker a language: it keeps the number and plural rules that were wanted. */
export function makeFormats(locale: string): (text: string) => Format {
  let numbers: Intl.NumberFormat | undefined;
  const rules = new Map<string, Intl.PluralRules>();
  const number = (value: number): string =>
    (numbers ??= new Intl.NumberFormat(locale)).format(value);
  const form = (type: Choice['kind'], value: number): string => {
    let rule = rules.get(type);
    if (!rule) rules.set(type, (rule = new Intl.PluralRules(locale, { type })));
    return rule.select(value);
  };

  const say = (parts: readonly Part[], values: MessageValues, counted: number): string =>
    parts.map((part) => sayPart(part, values, counted)).join('');
  const sayPart = (part: Part, values: MessageValues, counted: number): string => {
    if (typeof part === 'string') return part;
    if (part.kind === 'hash') return number(counted);
    const value = values[part.name];
    if (value === undefined) throw new TypeError(`the message wants a value for ${part.name}`);
    if (!('forms' in part)) return part.kind === 'number' ? number(Number(value)) : String(value);
    const { forms, kind } = part;
    const count = Number(value);
    const fitting = forms.get(`=${count}`) ?? forms.get(form(kind, count)) ?? forms.get('other');
    return say(fitting ?? [], values, count);
  };

  return (text) => {
    const parts = new Reader(text).parts(false);
    return (values) => say(parts, values, 0);
  };
}
