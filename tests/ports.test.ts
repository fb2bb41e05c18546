import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { exportedValues } from './exported-values.js';

it('ports hold interfaces and no logic: no module exports a value', async () => {
  const { files, values } = await exportedValues(new URL('../packages/application/src/ports/', import.meta.url));
  expect(files).toBeGreaterThan(30);
  expect(values).toEqual([]);
});

it('a value that a port exports is found', async () => {
  // Within the repository, so that its TypeScript is compiled; where no other test looks for sources.
  const scratch = fileURLToPath(new URL('../.tmp/', import.meta.url));
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, 'ports-'));
  try {
    await mkdir(join(folder, 'repositories'));
    await writeFile(join(folder, 'clock.ts'), 'export type Clock = { readonly now: () => string };');
    await writeFile(join(folder, 'repositories', 'carts.ts'), 'export const mostLines = 100;');
    const { values } = await exportedValues(pathToFileURL(`${folder}/`));
    expect(values).toEqual(['repositories/carts.ts: mostLines']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
