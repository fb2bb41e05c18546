import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const script = '/console/assets/main-0A1B2C3D.js';

describe('the console', () => {
  let directory: string;
  let shop: Shop;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cartwright-console-'));
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'index.html'), '<!doctype html><title>Console</title>');
    await writeFile(join(directory, 'assets/main-0A1B2C3D.js'), 'plain');
    await writeFile(join(directory, 'assets/main-0A1B2C3D.js.br'), 'compressed');
    await writeFile(join(directory, 'assets/superseded.json'), '{}');
    shop = await openShop({ consoleDirectory: directory, assetsUrl: 'https://cdn.example/pictures' });
  });
  afterAll(() => rm(directory, { recursive: true }));

  it.each(['/console', '/console/', '/console/orders/1?search=ada', '/console/queues'])(
    'opens at %s, for whoever asks',
    async (path) => {
      const { status, headers, text } = await shop.call('GET', path);
      expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(text).toContain('<title>Console</title>');
      expect(headers['cache-control']).toBe('no-store');
    },
  );

  it('lets its document load its own scripts, styles and pictures, and nothing inline', async () => {
    const { headers } = await shop.call('GET', '/console');
    const policy = String(headers['content-security-policy']);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "img-src 'self' https://cdn.example",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  });

  it('lets browsers store its scripts for good, compressed where they understand it', async () => {
    const compressed = await shop.call('GET', script, { headers: { 'accept-encoding': 'br' } });
    expect([compressed.status, compressed.text]).toEqual([200, 'compressed']);
    expect(compressed.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
      'content-type': 'application/javascript; charset=utf-8',
    });
    expect((await shop.call('GET', script)).text).toBe('plain');
  });

  it.each([
    '/console/assets/superseded.json',
    '/console/assets/main-0A1B2C3D.js.br',
    '/console/assets/main-99999999.js',
    '/console/assets/..%2Findex.html',
  ])('has no %s', async (path) => {
    expect((await shop.call('GET', path)).status).toBeGreaterThanOrEqual(400);
  });

  it('is left out of the documentation of the API', async () => {
    const { body } = await shop.call('GET', '/openapi.json');
    expect(Object.keys(body.paths as object).filter((path) => path.includes('console'))).toEqual([]);
  });

  it('does not exist in a process without its files', async () => {
    expect((await (await openShop()).call('GET', '/console')).status).toBe(404);
  });
});
