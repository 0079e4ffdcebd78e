import { expect, test } from 'vitest';
import { pagesDiffer, startScript } from './same-version';

const page = (name: string) =>
  `<!doctype html><html><head><script type="module" crossorigin src="/assets/${name}.js"></script></head></html>`;

test('a page with another start script is another version', () => {
  expect(startScript(page('index-a1'))).toBe('/assets/index-a1.js');
  expect(pagesDiffer(page('index-a1'), page('index-b2'))).toBe(true);
  expect(pagesDiffer(page('index-a1'), page('index-a1'))).toBe(false);
});

test('an answer that is not a page of this app says nothing about versions', () => {
  expect(pagesDiffer(page('index-a1'), '<h1>Sign in to this network</h1>')).toBe(false);
  expect(pagesDiffer('<script src="/src/main.ts"></script>', page('index-a1'))).toBe(false);
});
