/**
 * Bundles the console for browsers: `index.html`, and in `assets` scripts and styles that are named after their
 * content, each also compressed.
 */
import { build } from 'esbuild';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

/**
 * Returns the files of the console, the document last, since it names the others.
 *
 * @example await bundleConsole('apps/http/console', 'apps/http/dist/console')
 */
export async function bundleConsole(source, target) {
  await mkdir(join(target, 'assets'), { recursive: true });
  const { outputFiles } = await build({
    entryPoints: [join(source, 'main.tsx'), join(source, 'console.css'), join(source, 'icon.svg')],
    outdir: join(target, 'assets'),
    write: false,
    bundle: true,
    minify: true,
    // A page that few open is a file of its own.
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    format: 'esm',
    target: 'es2022',
    tsconfig: join(source, 'tsconfig.json'),
    loader: { '.svg': 'copy' },
    legalComments: 'none',
    logLevel: 'warning',
  });
  const nameOf = (pattern) => basename(outputFiles.find(({ path }) => pattern.test(basename(path))).path);
  const document = (await readFile(join(source, 'index.html'), 'utf8'))
    .replace('main.tsx', `/console/assets/${nameOf(/^main-.*\.js$/u)}`)
    .replace('icon.svg', `/console/assets/${nameOf(/^icon-/u)}`)
    .replace('console.css', `/console/assets/${nameOf(/^console-.*\.css$/u)}`);
  const compressed = await Promise.all(outputFiles.map(compress));
  return [
    ...outputFiles.map(({ path, contents }) => ({ path, contents: Buffer.from(contents) })),
    ...compressed.flat(),
    { path: join(target, 'index.html'), contents: Buffer.from(document) },
  ];
}

const compress = async ({ path, contents }) => [
  { path: `${path}.br`, contents: await promisify(brotliCompress)(contents) },
  { path: `${path}.gz`, contents: await promisify(gzip)(contents, { level: 9 }) },
];
