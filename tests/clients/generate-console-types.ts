/** Writes the console's types of responses. `npx pnpm@12 docs:generate` runs it. */
import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { writeFile } from 'node:fs/promises';
import { consoleTypes, consoleTypesFile } from './console-types.js';

const shop = await openShop();
await writeFile(consoleTypesFile, await consoleTypes((await shop.call('GET', '/openapi.json')).body));
await shop.server.close();
