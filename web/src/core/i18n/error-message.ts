// The plain sentence for an error code of the node or of this app.
import en from './messages/en.json';
import { say, type CoreKey, type Message } from './message';

export function errorMessage(code: string, fallback: string): Message {
  const key = `error.${code}`;
  if (Object.hasOwn(en, key)) return say(key as CoreKey);
  return fallback === '' ? say('error.unreadable') : { text: fallback };
}
