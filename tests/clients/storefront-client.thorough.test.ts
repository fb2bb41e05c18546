import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { storefrontClient, storefrontClientFile } from './storefront-client.js';

it('the storefront example has the client of the OpenAPI document: run `pnpm docs:generate`', async () => {
  const shop = await openShop();
  const generated = await storefrontClient((await shop.call('GET', '/openapi.json')).body);
  await shop.server.close();
  expect((await readFile(storefrontClientFile, 'utf8')) === generated).toBe(true);
});

it('an operation that the page imports and the document does not have is an error', async () => {
  await expect(storefrontClient({ paths: {} })).rejects.toThrow('The OpenAPI document has no operation');
});
