import { readdir } from 'node:fs/promises';

/** The modules of a folder, and the values that they export: `clock.ts: systemClock`. A type is no value. */
export async function exportedValues(
  folder: URL,
): Promise<{ readonly files: number; readonly values: readonly string[] }> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const values = await Promise.all(
    files.map(async (name) => {
      const module = (await import(new URL(name, folder).href)) as Record<string, unknown>;
      return Object.keys(module).map((exported) => `${name}: ${exported}`);
    }),
  );
  return { files: files.length, values: values.flat() };
}
