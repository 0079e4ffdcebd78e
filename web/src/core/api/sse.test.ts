import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventParser, type ServerEvent } from './sse';

function parse(chunks: string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const parser = new EventParser((event) => events.push(event));
  for (const chunk of chunks) parser.feed(chunk);
  return events;
}

const stream =
  ': ping\r\n\r\nid: 7\r\nevent: block\r\ndata: {"a":\r\ndata: 1}\r\n\r\nevent: reset\ndata:\n\ndata: plain\n\n';
const expected = [
  { event: 'block', id: '7', data: '{"a":\n1}' },
  { event: 'reset', id: '7', data: '' },
  { event: 'message', id: '7', data: 'plain' },
];

describe('server-sent events', () => {
  it('are read whole', () => expect(parse([stream])).toEqual(expected));

  it('are the same however the bytes are cut', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 12 });
    fc.assert(
      fc.property(cuts, (at) => {
        const edges = [0, ...at.sort((one, other) => one - other), stream.length];
        const chunks = edges.slice(1).map((edge, index) => stream.slice(edges[index], edge));
        expect(parse(chunks)).toEqual(expected);
      }),
    );
  });

  it('that are not finished are not told', () =>
    expect(parse(['event: block\ndata: 1\n'])).toEqual([]));
});
