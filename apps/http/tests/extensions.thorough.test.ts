import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { payAsGuest, placeAsGuest, shopClient, signIn } from '../testing/shop-client.js';
import { paste, shellBlocks } from '@cartwright/tests/doc-commands/shell-blocks';
import { spawnProcess } from '../testing/spawn-process.js';
import { admin, startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';
import { stockVases } from '../testing/stocked-vase.js';

/** Writes each event to a file. Of the first order it fails at first. */
const noting = (path: string): string => `
import { appendFileSync } from 'node:fs';
const failed = new Set();
export default {
  name: 'noting',
  on: {
    'order.placed': async (event, { loadOrder }) => {
      const order = await loadOrder();
      if (failed.size === 0) {
        failed.add(event.id);
        throw new Error('not yet');
      }
      appendFileSync(${JSON.stringify(path)}, JSON.stringify([event.id, event.type, order.email]) + '\\n');
    },
  },
};`;
const failing = `export default { name: 'failing', on: { 'order.placed': () => { throw new Error('never'); } } };`;

const example = 'examples/shipping-rates/index.mjs';
/** The modules that the guide shows. */
const samples = [
  ...readFileSync(new URL('../../../docs/extensions.md', import.meta.url), 'utf8').matchAll(
    /^```js\n([\s\S]*?)^```$/gmu,
  ),
].map(([, text = '']) => text);

let directory: string;
let shop: RunningShop;
const file = (name: string): string => join(directory, name);
const noted = async (): Promise<readonly (readonly [id: string, type: string, email: string])[]> => {
  const text = await readFile(file('noted'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
};
const start = () =>
  startEmbeddedShop(file('data'), {
    EXTENSIONS: [
      example,
      ...samples.map((_, index) => file(`sample-${index}.mjs`)),
      file('noting.mjs'),
      file('failing.mjs'),
    ].join(','),
  });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cartwright-extensions-'));
  await writeFile(file('noting.mjs'), noting(file('noted')));
  await writeFile(file('failing.mjs'), failing);
  await Promise.all(samples.map((text, index) => writeFile(file(`sample-${index}.mjs`), text)));
  await writeFile(file('wrong.mjs'), 'export default { name: "wrong", on: { "order.eaten": () => {} } };');
  shop = await start();
});
afterAll(async () => {
  await shop.stop();
  await rm(directory, { recursive: true });
});

it('a shop sends by the carrier of an extension, and another handles events once, though a third one fails', async () => {
  const call = shopClient(shop.url);
  const variantId = await stockVases(call, 9);
  const [begin, ask] = shellBlocks('docs/extensions.md');
  expect(begin?.lines).toBe(`EXTENSIONS=${example} npx pnpm@12 start\n`);
  const [lines, options] = (await paste(ask?.lines ?? '', { cwd: directory, url: shop.url })).split('\n');
  expect([lines, options?.split(',')]).toEqual(['1', expect.arrayContaining(['Bicycle courier'])]);

  for (const key of ['one', 'two']) {
    const order = (await placeAsGuest(call, [{ variantId, quantity: 1 }], { key })).body;
    // Mails are sent though the failing extension is not done.
    await payAsGuest(call, order);
  }
  await expect.poll(async () => (await noted()).length).toBe(2);
  const events = await noted();
  expect(new Set(events.map(([id]) => id)).size).toBe(2);
  expect(events.map(([, type]) => type)).toEqual(['order.placed', 'order.placed']);

  await shop.http.kill();
  shop = await start();
  const again = await signIn(shopClient(shop.url), admin);
  const failures = async () =>
    (await shopClient(shop.url)('GET', '/api/v1/admin/jobs', { headers: { authorization: `Bearer ${again}` } })).body
      .data;
  expect((await failures()).map(({ name }: { readonly name: string }) => name)).toContain('handle-extension-event');
  expect(await noted()).toHaveLength(2);
});

it('the guide shows a module that replaces a port and one that handles events', () => {
  expect(samples.map((text) => /\b(?:ports|on): \{/u.exec(text)?.[0])).toEqual(['ports: {', 'on: {']);
});

it('a malformed module stops the start with a message', async () => {
  const process = spawnProcess(['apps/http/dist/main.js', '--embedded'], {
    PORT: '0',
    DATA_DIR: file('other'),
    EXTENSIONS: file('wrong.mjs'),
  });
  expect((await process.exited).code).not.toBe(0);
  expect(process.output()).toContain('there is no event `order.eaten`');
});
