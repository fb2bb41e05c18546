import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';

const folder = new URL('../packages/application/src/ports/', import.meta.url);

it('ports hold interfaces and no logic: no module exports a value', async () => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const values = await Promise.all(
    files.map(async (name) => {
      const module = (await import(new URL(name, folder).href)) as Record<string, unknown>;
      return Object.keys(module).map((exported) => `${name}: ${exported}`);
    }),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(values.flat()).toEqual([]);
});
