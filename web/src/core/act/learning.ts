// What was done says something of the task, unless the commune refused it.
import { background } from '../background';
import type { Sent } from './sender';

export async function learning(
  sending: Promise<Sent>,
  says: () => Promise<unknown>,
): Promise<Sent> {
  const sent = await sending;
  if (sent.state !== 'refused') background(says());
  return sent;
}
