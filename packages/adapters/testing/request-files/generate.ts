/** Writes the files of requests and the GraphQL schema that `docs` has. `npx pnpm@12 docs:generate` runs it. */
import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { requestFiles } from './request-files.js';

const docs = fileURLToPath(new URL('../../../../docs', import.meta.url));
const shop = await openShop();
const document = (await shop.call('GET', '/openapi.json')).body;
for (const [name, text] of Object.entries(requestFiles(document))) await writeFile(`${docs}/${name}`, text);
await writeFile(`${docs}/schema.graphql`, (await shop.server.openGraphql()).sdl);
await shop.server.close();
