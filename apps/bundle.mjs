/**
 * Bundles the entry points of each app, with all that they import, into its `dist`: a start reads a few files instead
 * of a thousand (docs/adr/0025). It takes the sources, so it needs no `tsc` before it; `tsc -b` checks and writes
 * declarations.
 *
 * What an app lists under `dependencies` stays outside, to be installed in production: native and WebAssembly packages,
 * and files that are read while the shop runs. All else is under `devDependencies`.
 *
 * The fonts of invoices are copied: their packages have 100 MB, and a shop needs 10 of them. So are the pages of the
 * job dashboard, whose package would bring others.
 *
 * With `--fresh` nothing of earlier bundles stays.
 *
 * @example node apps/bundle.mjs
 */
import './check-node.mjs';
import { bundleConsole } from './bundle-console.mjs';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const apps = {
  http: ['main', 'draw-demo-pictures'],
  worker: ['main', 'migrate', 'audit-books', 'jobs', 'make-cluster'],
};
/** `main.js` checks the version of Node, then loads the bundle `main-bundle.js`. */
const bundleOf = (entry) => `${entry}-bundle`;
const launcherOf = (entry, check) => Buffer.from(`${check}\nimport('./${bundleOf(entry)}.js');\n`);

/** CommonJS packages, which esbuild turns into modules, expect these. */
const commonJs = `import { createRequire as $createRequire } from 'node:module';
import { dirname as $dirname } from 'node:path';
import { fileURLToPath as $fileURLToPath } from 'node:url';
const require = $createRequire(import.meta.url);
const __filename = $fileURLToPath(import.meta.url);
const __dirname = $dirname(__filename);`;

await Promise.all([
  ...Object.entries(apps).map(([app, entries]) => bundle(join(root, 'apps', app), entries)),
  copyFonts(join(root, 'apps/http/dist/fonts')),
  writeConsole(join(root, 'apps/http')),
  copyDashboard(join(root, 'apps/http/dist/job-dashboard')),
]);
// The embedded shop begins with a migrated database and pictures of its products. The database is named after its
// migrations, so it is made again when one was added.
const run = (script, directory) => promisify(execFile)(process.execPath, [join(root, script), join(root, directory)]);
await run('apps/worker/dist/make-cluster.js', 'apps/http/dist');
await run('apps/http/dist/draw-demo-pictures.js', 'apps/http/dist/demo-pictures');

async function bundle(directory, entries) {
  const outdir = join(directory, 'dist');
  const { dependencies } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  const bundled = await build({
    absWorkingDir: root,
    entryPoints: entries.map((entry) => ({ in: join(directory, `src/${entry}.ts`), out: bundleOf(entry) })),
    outdir,
    write: false,
    bundle: true,
    // What is imported late is loaded late: a file of its own.
    splitting: true,
    chunkNames: 'part-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    tsconfig: join(root, 'tsconfig.base.json'),
    alias: {
      '@cartwright/domain': './packages/domain/src/index.ts',
      '@cartwright/application': './packages/application/src/index.ts',
      '@cartwright/adapters': './packages/adapters/src',
    },
    external: Object.keys(dependencies).filter((name) => !name.startsWith('@cartwright/')),
    banner: { js: commonJs },
    // V8 keeps the text of a bundle in memory, with two bytes a character once a comment has one beyond Latin-1. Node
    // prints the line of an uncaught error, so lines stay short.
    minifyWhitespace: true,
    lineLimit: 200,
    // For `node --enable-source-maps`. Without it a stack shows the bundle, whose names are the sources'.
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
  await mkdir(outdir, { recursive: true });
  const check = await readFile(join(root, 'apps/check-node.mjs'), 'utf8');
  const launchers = entries.map((entry) => ({
    path: join(outdir, `${entry}.js`),
    contents: launcherOf(entry, check),
  }));
  const outputFiles = [...bundled.outputFiles, ...launchers];
  // The entry points, which name the other parts, come last: whoever starts meanwhile gets the old shop or the new one.
  const names = new Set(entries.flatMap((entry) => [entry, bundleOf(entry)]));
  const isEntry = ({ path }) => names.has(basename(path).replace(/\.js(\.map)?$/u, ''));
  for (const files of [outputFiles.filter((file) => !isEntry(file)), outputFiles.filter(isEntry)])
    await Promise.all(files.map(replace));
  await removeOldParts(outdir, new Set(outputFiles.map(({ path }) => basename(path))));
}

/** The console for browsers, from its own sources and libraries. */
async function writeConsole(directory) {
  const files = await bundleConsole(join(directory, 'console'), join(directory, 'dist/console'));
  for (const file of files) await replace(file);
  await removeOldParts(join(directory, 'dist/console/assets'), new Set(files.map(({ path }) => basename(path))));
}

/** The files of one weight, and bold for the font of most texts. */
async function copyFonts(target) {
  const adapters = join(root, 'packages/adapters');
  const { dependencies } = JSON.parse(await readFile(join(adapters, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies).filter((each) => each.startsWith('@fontsource/'))) {
    const [source, copy] = [join(adapters, 'node_modules', name), join(target, basename(name))];
    const files = (await readdir(join(source, 'files')))
      .filter((file) => /-400-normal\.woff$|^dejavu-sans-latin-700-normal\.woff$/u.test(file))
      .map((file) => join('files', file));
    await mkdir(join(copy, 'files'), { recursive: true });
    for (const file of ['package.json', 'LICENSE', 'unicode.json', ...files])
      await replace({ path: join(copy, file), contents: await readFile(join(source, file)) });
  }
}

/** The pages of the job dashboard. */
async function copyDashboard(target) {
  const source = join(root, 'packages/adapters/node_modules/@bull-board/ui');
  const entries = await readdir(join(source, 'dist'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of files) {
    const copy = join(target, relative(source, path));
    await mkdir(dirname(copy), { recursive: true });
    await replace({ path: copy, contents: await readFile(path) });
  }
}

async function replace({ path, contents }) {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(contents)) return;
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

/**
 * Parts of earlier bundles stay for a day after the bundle that did without them, since a shop that is running may yet
 * load them.
 */
async function removeOldParts(directory, present) {
  const ledger = join(directory, 'superseded.json');
  const since = JSON.parse(await readFile(ledger, 'utf8').catch(() => '{}'));
  const now = Date.now();
  const old = process.argv.includes('--fresh') ? Infinity : now - 24 * 60 * 60 * 1000;
  const left = {};
  for (const name of await readdir(directory)) {
    if (present.has(name) || !/\.(js|css|svg)(\.map|\.br|\.gz)?(\.\d+\.draft)?$/u.test(name)) continue;
    const supersededAt = since[name] ?? now;
    if (supersededAt < old) await rm(join(directory, name), { force: true });
    else left[name] = supersededAt;
  }
  await replace({ path: ledger, contents: Buffer.from(`${JSON.stringify(left, undefined, 2)}\n`) });
}
