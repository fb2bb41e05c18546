import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const linesOf = (path: string): readonly string[] =>
  readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8').split('\n');

it('the image copies only what .dockerignore lets through', () => {
  const admitted = linesOf('.dockerignore').flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const copied = linesOf('Dockerfile')
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(' ').slice(1, -1));
  expect(copied.length).toBeGreaterThan(5);
  const missing = copied.filter(
    (path) => path !== '.' && !admitted.some((each) => path === each || path.startsWith(`${each}/`)),
  );
  expect(missing).toEqual([]);
});
