// The search for private words finds them where they are, however they are written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quietFrom, wordsIn } from './told.mjs';

const request = (body, head = 'PUT http://127.0.0.1/x') => [{ head, body }];
const hidden = `{"quietFrom":"${quietFrom}"}`;

test('a private word is found plain, in base64 at every place, and in an address', () => {
  assert.deepEqual(wordsIn(request(hidden), [quietFrom]), [quietFrom]);
  for (const before of ['', 'a', 'ab']) {
    for (const alphabet of ['base64', 'base64url']) {
      assert.deepEqual(wordsIn(request(Buffer.from(before + hidden).toString(alphabet)), [quietFrom]), [quietFrom]);
    }
  }
  assert.deepEqual(wordsIn(request('', 'GET http://127.0.0.1/x?at=21%3A07'), [quietFrom]), [quietFrom]);
});

test('a moment of the board is not an hour of the profile', () => {
  const head = `GET http://127.0.0.1/tasks?from=${encodeURIComponent('2026-11-30T21:07:00.000Z')}`;
  assert.deepEqual(wordsIn(request('', head), [quietFrom]), []);
});
