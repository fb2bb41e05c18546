/** Writes the client of the storefront example. `npx pnpm@12 docs:generate` runs it. */
import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { writeFile } from 'node:fs/promises';
import { storefrontClient, storefrontClientFile } from './storefront-client.js';

const shop = await openShop();
await writeFile(storefrontClientFile, await storefrontClient((await shop.call('GET', '/openapi.json')).body));
await shop.server.close();
