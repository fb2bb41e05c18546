/**
 * Writes the files of requests and the GraphQL schema that `docs` has, and releases the schema unless that would break
 * clients. `npx pnpm@12 docs:generate` runs it.
 */
import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { buildSchema, findBreakingChanges } from 'graphql';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { releasedSchema, writeReleasedSchema } from './released-schema.js';
import { requestFiles } from './request-files.js';

const docs = fileURLToPath(new URL('../../../../docs', import.meta.url));
const shop = await openShop();
const document = (await shop.call('GET', '/openapi.json')).body;
for (const [name, text] of Object.entries(requestFiles(document))) await writeFile(`${docs}/${name}`, text);
const { sdl } = await shop.server.openGraphql();
await writeFile(`${docs}/schema.graphql`, sdl);
const released = buildSchema(await readFile(releasedSchema, 'utf8'));
if (findBreakingChanges(released, buildSchema(sdl)).length === 0) await writeReleasedSchema(sdl);
await shop.server.close();
