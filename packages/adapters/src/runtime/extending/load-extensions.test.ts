import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useCasePorts as t } from '../tokens.js';
import { makeTypedContainer } from '../typed-container.js';
import { extending, handlersOf, loadExtensions } from './load-extensions.js';

let directory: string;
let files = 0;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'extensions-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const moduleOf = (content: string): string => {
  files += 1;
  const path = join(directory, `extension-${files}.mjs`);
  writeFileSync(path, content);
  return path;
};
const post = { id: 'post', name: 'Post', zones: [{ countries: [] }], charges: [] };

it('replaces a port, one extension after the other', async () => {
  const adding = (id: string) =>
    moduleOf(`export default { ports: { shippingRates: (standing) => ({
      current: (methods) => [...standing.current(methods), { ...methods[0], id: '${id}' }],
    }) } };`);
  const container = makeTypedContainer();
  const provide = extending(
    container.provide,
    await loadExtensions([adding('a'), adding('b')]),
    pino({ level: 'silent' }),
  );
  provide(t.shippingRates, () => ({ current: (methods) => methods }));
  provide(t.ids, () => ({ next: () => 'an id' }));
  expect(
    container
      .resolve(t.shippingRates)
      .current([post])
      .map(({ id }) => id),
  ).toEqual(['post', 'a', 'b']);
  expect(container.resolve(t.ids).next()).toBe('an id');
});

it.each([
  ['export const x = 1;', 'has no default export with `ports` or `on`'],
  ['export default { ports: { teleport: () => ({}) } };', 'there is no port `teleport`'],
  ['export default { ports: { toString: () => ({}) } };', 'there is no port `toString`'],
  ['export default { ports: { shippingRates: 1 } };', 'the port `shippingRates` is not a function'],
  ['export default { ports: {}, hooks: {} };', 'exports `hooks`, which has no meaning'],
  ['export default { ports: 1, on: {} };', '`ports` is not an object'],
  ['export default { ports: {}, on: 1 };', '`on` is not an object'],
  ['export default { name: "a", on: { "order.eaten": () => {} } };', 'there is no event `order.eaten`'],
  ['export default { name: "a", on: { toString: () => {} } };', 'there is no event `toString`'],
  ['export default { name: "a", on: { "order.paid": 1 } };', 'the handler of `order.paid` is not a function'],
  ['export default { on: { "order.paid": () => {} } };', 'its `name` is not one of'],
  ['export default { name: "a~b", on: { "order.paid": () => {} } };', 'its `name` is not one of'],
  ['throw new Error("no key");', 'cannot be loaded: no key'],
])('stops the start where a module is wrong: %s', async (content, reason) => {
  await expect(loadExtensions([moduleOf(content)])).rejects.toThrow(reason);
});

it('stops the start where a module does not exist', async () => {
  await expect(loadExtensions(['nowhere.mjs'])).rejects.toThrow('EXTENSIONS: nowhere.mjs cannot be loaded');
});

it('stops the start where a replacement is no object', async () => {
  const extensions = await loadExtensions([moduleOf('export default { ports: { shippingRates: () => undefined } };')]);
  const container = makeTypedContainer();
  const provide = extending(container.provide, extensions, pino({ level: 'silent' }));
  provide(t.shippingRates, () => ({ current: (methods) => methods }));
  expect(() => container.resolve(t.shippingRates)).toThrow('the port `shippingRates` is not an object');
});

it('stops the start where two extensions have one name', async () => {
  const paths = [1, 2].map(() => moduleOf('export default { name: "sms", on: { "order.paid": () => {} } };'));
  await expect(loadExtensions(paths)).rejects.toThrow('another extension is called sms');
});

it('ends a handler that takes too long, and reports it', async () => {
  const path = moduleOf(`export default { name: "slow", on: { "order.paid": (_event, { signal }) =>
    new Promise((resolve) => signal.addEventListener("abort", resolve)) } };`);
  const handlers = handlersOf(await loadExtensions([path]), 5);
  const event = { id: 'e', type: 'order.paid', at: '2026-11-30T00:00:00.000Z', orderId: 'o', data: {} } as const;
  const handled = handlers['slow']?.['order.paid']?.(event, { log: pino(), loadOrder: async () => undefined });
  await expect(handled).rejects.toThrow('the handler takes too long');
});

it('finds the handlers of events by the names of their extensions', async () => {
  const path = moduleOf('export default { name: "sms", on: { "order.paid": () => "sent" } };');
  const found = handlersOf(await loadExtensions([path, moduleOf('export default { ports: {} };')]));
  expect(Object.keys(found)).toEqual(['sms']);
  expect(Object.keys(found['sms'] ?? {})).toEqual(['order.paid']);
});
