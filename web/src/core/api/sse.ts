// Server-sent events (the WHATWG format) out of a stream of text chunks. Read through fetch rather
// than EventSource: that way a 401, a backoff and a silent connection are ours to handle.

export interface ServerEvent {
  event: string;
  id: string;
  data: string;
}

/** Feeds on chunks cut anywhere; calls `onEvent` for each whole event. Comments are dropped. */
export class EventParser {
  private rest = '';
  private event = '';
  private id = '';
  private data: string[] = [];

  constructor(private readonly onEvent: (event: ServerEvent) => void) {}

  feed(chunk: string): void {
    const text = this.rest + chunk;
    // A lone CR at the end may be the first half of CRLF: it waits for the next chunk.
    const whole = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, whole).split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? '') + text.slice(whole);
    for (const line of lines) this.line(line);
  }

  private line(line: string): void {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.event = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.id = value;
  }

  private dispatch(): void {
    const { event, id, data } = this;
    this.event = '';
    this.data = [];
    if (data.length > 0 || event !== '')
      this.onEvent({ event: event || 'message', id, data: data.join('\n') });
  }
}
