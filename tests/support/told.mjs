// What leaves a phone, kept so that it can be searched for what only its owner should know.
import { until } from './until.mjs';

/** Every request of a browser from now on, as "METHOD address" and body, a letter a byte. */
export function listenTo(context) {
  const sent = [];
  context.on('request', (request) => {
    const body = request.postDataBuffer()?.toString('latin1') ?? '';
    sent.push({ head: `${request.method()} ${request.url()}`, body });
  });
  return sent;
}

/** A word as it may stand in a body: plain, and in base64 wherever in it the word begins. */
function disguises(word) {
  const bytes = Buffer.from(word);
  const inside = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const all = [bytes.toString('latin1'), ...inside];
  return [...all, ...all.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** Which of these words stand in clear in a request. */
export function wordsIn(sent, words) {
  const moment = /\d{4}-\d\d-\d\dT[\d:.]+Z/g; // of a question about the board
  const plain = (head) => decodeURIComponent(head).replace(moment, '');
  const whole = sent.map(({ head, body }) => `${plain(head)}\n${body}`);
  return words.filter((word) => disguises(word).some((one) => whole.some((text) => text.includes(one))));
}

/** The names under which a profile is written, and an hour that nothing else has. */
export const quietFrom = '21:07';
export const privateWords = [quietFrom, '"wishes"', '"interests"', '"quietFrom"', '"pings"', '"draws"', '"notBefore"', 'template:'];

/** Sets the quiet hours, so that the profile holds something to search for. */
export async function setQuietHours(page) {
  const field = page.getByLabel('Quiet from');
  await field.fill(quietFrom);
  await field.blur();
}

/** The profile has left this phone, sealed: without that the search would prove nothing. */
export const sealedCopySent = (sent) =>
  until('a sealed copy goes to the commune', () => sent.some(({ head, body }) => /^PUT .*\/vault\//.test(head) && body.length > 16_384));
