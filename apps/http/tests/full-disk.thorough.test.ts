import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeAsGuest, shopClient, type ShopClient } from '../testing/shop-client.js';
import { canMount, mountSmallDisk, type SmallDisk } from '../testing/small-disk.js';
import { startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

describe.skipIf(!canMount)('an embedded shop on a disk that becomes full', () => {
  let disk: SmallDisk;
  let dataDir: string;
  let shop: RunningShop;
  let call: ShopClient;
  let variantId: string;
  const acknowledged: { readonly id: string; readonly token: string }[] = [];

  const start = async (): Promise<void> => {
    shop = await startEmbeddedShop(dataDir, { DEMO_DATA: 'true' });
    call = shopClient(shop.url);
  };
  const fill = (): void => {
    for (const size of ['64K', '512']) spawnSync('dd', ['if=/dev/zero', `of=${disk.path}/fill-${size}`, `bs=${size}`]);
  };
  const free = (): Promise<unknown> =>
    Promise.all(['64K', '512'].map((size) => rm(join(disk.path, `fill-${size}`), { force: true })));
  const order = async (): Promise<number> => {
    const { status, body } = await placeAsGuest(call, [{ variantId, quantity: 1 }]);
    if (status === 201) acknowledged.push({ id: body.id, token: body.token });
    return status;
  };

  beforeAll(async () => {
    disk = await mountSmallDisk(100);
    dataDir = join(disk.path, 'data');
    await start();
    const { body } = await call('GET', '/api/v1/products?inStock=true&sort=-price&limit=1');
    variantId = body.data[0].variants[0].id;
  });
  afterAll(async () => {
    await shop.http.kill();
    await disk.remove();
  });

  it('answers 503 and stays alive, logs it, and takes orders again once there is space', async () => {
    expect(await order()).toBe(201);
    for (let round = 0; round < 2; round += 1) {
      fill();
      const statuses: number[] = [];
      for (let sent = 0; sent < 40; sent += 1) statuses.push(await order());
      expect([...new Set(statuses)].filter((status) => status !== 201)).toEqual([503]);
      expect(statuses.at(-1)).toBe(503);
      expect((await call('GET', '/health/live')).status).toBe(200);
      await free();
      // What was refused a moment ago may be refused once more: the database is opened at most every two seconds.
      await expect.poll(order).toBe(201);
      expect((await call('GET', '/health/ready')).status).toBe(200);
    }
    expect(shop.http.output()).toMatch(/"level":50.*"directory":"[^"]*database".*the embedded database stopped/);
    expect(shop.http.output()).toContain('the embedded database is open again');
  });

  it('stops on SIGTERM while the disk is full, and keeps every order that it acknowledged', async () => {
    fill();
    for (let sent = 0; sent < 20; sent += 1) await order();
    process.kill(shop.http.pid, 'SIGTERM');
    expect(await shop.http.exited).toMatchObject({ code: 0 });
    await free();
    await start();
    for (const { id, token } of acknowledged) {
      expect((await call('GET', `/api/v1/orders/${id}`, { headers: { 'x-order-token': token } })).status).toBe(200);
    }
    expect(await order()).toBe(201);
  });
});
