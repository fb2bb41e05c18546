import { createClient } from '@hey-api/openapi-ts';
import { build } from 'esbuild';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../examples/storefront/', import.meta.url));
/** Where the storefront example has its client. */
export const storefrontClientFile = join(folder, 'client.js');

type Operation = { readonly operationId?: string };
type OpenApiDocument = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

const header = `/**
 * The client of the API with the operations that index.html imports. @hey-api/openapi-ts makes it of the OpenAPI
 * document when \`npx pnpm@12 docs:generate\` runs.
 */`;

/**
 * The client that the storefront example imports, as one module that a browser loads without a build.
 *
 * @example await writeFile(storefrontClientFile, await storefrontClient(document));
 */
export async function storefrontClient(document: OpenApiDocument): Promise<string> {
  const names = await importedNames();
  const operations = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(({ 0: method, 1: { operationId } }) => [
        operationId,
        `${method.toUpperCase()} ${path}`,
      ]),
    ),
  );
  const include = names.map((name) => {
    const operation = operations.get(name);
    if (operation === undefined) throw new Error(`The OpenAPI document has no operation ${name}.`);
    return operation;
  });
  const output = await mkdtemp(join(tmpdir(), 'cartwright-client-'));
  try {
    await createClient({
      input: document as never,
      output,
      logs: { level: 'silent' },
      parser: { filters: { operations: { include } } },
    });
    const { outputFiles } = await build({
      stdin: {
        contents: `export { client } from './client.gen';\nexport { ${names.join(', ')} } from './sdk.gen';`,
        resolveDir: output,
      },
      absWorkingDir: output,
      bundle: true,
      format: 'esm',
      target: 'es2022',
      banner: { js: header },
      write: false,
    });
    return outputFiles[0]?.text ?? '';
  } finally {
    await rm(output, { recursive: true });
  }
}

/** The operations that the page imports. */
async function importedNames(): Promise<readonly string[]> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const [, names = ''] = /import \{([^}]+)\} from '\.\/client\.js';/u.exec(page) ?? [];
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'client')
    .sort();
}
