import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { consoleTypes, consoleTypesFile } from './console-types.js';

it('the console has the types of the OpenAPI document: run `pnpm docs:generate`', async () => {
  const shop = await openShop();
  const generated = await consoleTypes((await shop.call('GET', '/openapi.json')).body);
  await shop.server.close();
  expect((await readFile(consoleTypesFile, 'utf8')) === generated).toBe(true);
});

it('a response that the console reads and the document does not have is an error', async () => {
  await expect(consoleTypes({})).rejects.toThrow('The OpenAPI document has no schema');
});
