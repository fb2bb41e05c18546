import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';

const { folder } = inject('packed');

it('has a sentence for each reason that the package gives', async () => {
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  const reasons = new Set([...readme.matchAll(/`(promotion\.[^`]+)`/g)].map(([, reason]) => reason));
  const example = await readFile(join(folder, 'examples/explain-price.js'), 'utf8');
  expect([...example.matchAll(/^ {2}'(promotion\.[^']+)':/gm)].map(([, reason]) => reason)).toStrictEqual([...reasons]);
});
