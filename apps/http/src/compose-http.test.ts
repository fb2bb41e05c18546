import { composeShop, type Shop } from '@cartwright/worker/compose-shop';
import { readSettings } from '@cartwright/worker/settings';
import { shopTokens } from '@cartwright/worker/tokens';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeHttp } from './compose-http.js';
import { httpTokens } from './tokens.js';

describe('the composed HTTP process', () => {
  let dataDir: string;
  let shop: Shop;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-compose-'));
    const settings = readSettings({ DATA_DIR: dataDir }, 'embedded')._unsafeUnwrap();
    shop = await composeShop(settings, pino({ level: 'silent' }));
    await composeHttp(shop.container);
  });
  afterAll(async () => {
    await shop.resources.closeAll();
    await rm(dataDir, { recursive: true });
  });

  it.each(Object.entries({ ...shopTokens, ...httpTokens }))('has a %s, and one alone', (_name, token) => {
    const made = shop.container.resolve<unknown>(token);
    expect(made).toBeDefined();
    expect(shop.container.resolve<unknown>(token)).toBe(made);
  });

  it('closes all that it opened', async () => {
    expect(await shop.resources.closeAll()).toEqual([]);
  });
});
