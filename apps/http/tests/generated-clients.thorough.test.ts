import { runCommand } from '@cartwright/tests/run-command';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const clients = join(repository, 'tests/clients');
const run = (command: string, ...args: readonly string[]) => runCommand(join(clients, command), args, clients);

describe('a client that is generated from the OpenAPI document or the GraphQL schema', () => {
  let shop: RunningShop;
  beforeAll(async () => {
    shop = await startTemporaryShop({ DEMO_DATA: 'true' });
    await rm(join(clients, '.tmp'), { recursive: true, force: true });
    await mkdir(join(clients, '.tmp'));
    const document = await fetch(`${shop.url}/openapi.json`);
    await writeFile(join(clients, '.tmp/openapi.json'), await document.text());
    const made = [
      await run('node_modules/.bin/openapi-typescript', '.tmp/openapi.json', '-o', '.tmp/schema.d.ts'),
      await run('../../node_modules/.bin/tsx', 'generate-graphql.mjs', '../../docs/schema.graphql', '.tmp/graphql.ts'),
      await run('node_modules/.bin/openapi-ts', '-i', '.tmp/openapi.json', '-o', '.tmp/hey-api', '--silent'),
    ];
    for (const { exitCode, output } of made) if (exitCode !== 0) throw new Error(output);
  });
  afterAll(async () => {
    await shop?.stop();
    await rm(join(clients, '.tmp'), { recursive: true, force: true });
  });

  it('is accepted by the strict compiler', async () => {
    const { exitCode, output } = await run('../../node_modules/.bin/tsc', '-p', 'tsconfig.json');
    expect([exitCode, output]).toEqual([0, '']);
  });

  it.each(['openapi-fetch', 'hey-api', 'graphql-codegen'])('completes a purchase: %s', async (name) => {
    const { exitCode, output } = await run('../../node_modules/.bin/tsx', `purchases/${name}.mts`, shop.url);
    expect([exitCode, output]).toEqual([0, 'paid\n']);
  });
});
