/** What the package says of each of its exports, as its users read it in the declarations. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { runCommand, type Ended } from '@cartwright/tests/run-command';
import { runInNode } from './run-in-node.js';

type Documented = { readonly name: string; readonly isType: boolean; readonly text: string; readonly example: string };

const { folder } = inject('packed');
const tsc = fileURLToPath(new URL('../../../node_modules/.bin/tsc', import.meta.url));
const given = await readFile(new URL('given-in-examples.ts', import.meta.url), 'utf8');
const everything = await readDocumentation();
const exportNames = everything.map(({ name }) => name);
const givenNames = [...given.matchAll(/^export const (\w+)/gm)].map(([, name = '']) => name);

/** Every export with the comment before it; both texts are empty where there is none. */
async function readDocumentation(): Promise<readonly Documented[]> {
  const entries = ['index', 'money', 'cart', 'pricing', 'order'];
  const texts = await Promise.all(entries.map((name) => readFile(join(folder, `dist/${name}.d.ts`), 'utf8')));
  const groups = [...texts.join('').matchAll(/export (type )?\{([^}]*)\} from '\.\/(.*)\.js';/g)];
  const read = groups.map(async ([, allTypes, list = '', path = '']) => {
    const declarations = await readFile(join(folder, `dist/${path}.d.ts`), 'utf8');
    return [...list.matchAll(/(type )?(\w+)/g)].map(([, type, name = '']) => ({
      name,
      isType: (allTypes ?? type) !== undefined,
      ...commentBefore(declarations, name),
    }));
  });
  return (await Promise.all(read)).flat();
}

function commentBefore(declarations: string, name: string): Pick<Documented, 'text' | 'example'> {
  const before = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*export (?:declare )?(?:const|function|type) ${name}\\b`);
  const comment = before.exec(declarations)?.[1] ?? '';
  const [text = '', example = ''] = comment.replaceAll(/^ *\* ?/gm, '').split(/^@example\s/m);
  return { text: text.trim(), example: example.trim() };
}

/** `Money` and `money` would be one file where case does not count. */
const fileOf = ({ name, isType }: Documented): string => `examples/${isType ? 'type-' : ''}${name}`;

/** The example as a module of its own; where it says `// =>`, what stands before is compared with what stands after. */
function moduleOf({ name, example }: Documented): string {
  const declared = new Set([...example.matchAll(/\b(?:const|type) (\w+)/g)].map(([, each]) => each));
  const used = (names: readonly string[]) =>
    names.filter((each) => !declared.has(each) && new RegExp(`\\b${each}\\b`).test(example));
  const checked = example.replaceAll(/^(.*?);? \/\/ => (.*)$/gm, `check('${name}', $1, $2);`);
  return [
    `import { ${used(exportNames).join(', ')} } from '@cartwright/domain';`,
    `import { ${used(givenNames).join(', ')} } from '../given.js';`,
    `import { check } from '../check.js';`,
    checked,
  ].join('\n');
}

/** Compiles when what a function's comment calls its errors is what its type does, no more and no less. */
const errorsModule = (): string =>
  [
    `import * as domain from '@cartwright/domain';`,
    `type Typed = { readonly type: string };`,
    `type ErrorOf<Answer> = Answer extends { readonly ok: false; readonly error: infer Failure extends Typed } ? Failure['type'] : never;`,
    `type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : [A, 'lacks', Exclude<B, A>]) : [B, 'lacks', Exclude<A, B>];`,
    ...everything
      .filter(({ isType }) => !isType)
      .map(({ name, text }) => {
        const codes = [...(text.split('Errors:')[1] ?? '').matchAll(/`[a-z]+\.[a-z-]+`/g)].map(([code]) =>
          code.replaceAll('`', "'"),
        );
        const answer = `(typeof domain.${name}) extends (...args: never[]) => infer Answer ? ErrorOf<Answer> : never`;
        return `export const ${name}: Same<${answer}, ${codes.join(' | ') || 'never'}> = true;`;
      }),
  ].join('\n');

let project: string;
let compiled: Ended;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'cartwright-examples-'));
  await mkdir(join(project, 'src/examples'), { recursive: true });
  await mkdir(join(project, 'node_modules/@cartwright'), { recursive: true });
  await symlink(folder, join(project, 'node_modules/@cartwright/domain'));
  const write = (path: string, text: string) => writeFile(join(project, path), text);
  await write('package.json', '{ "type": "module" }');
  await write('src/given.ts', given);
  await write('src/errors.ts', errorsModule());
  await write(
    'src/check.ts',
    `export const checks: { name: string; actual: unknown; expected: unknown }[] = [];
    export const check = <T>(name: string, actual: T, expected: NoInfer<T>): unknown => checks.push({ name, actual, expected });`,
  );
  for (const each of everything) await write(`src/${fileOf(each)}.ts`, moduleOf(each));
  const options = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--target',
    'es2023',
    '--lib',
    'es2023',
    '--module',
    'nodenext',
  ];
  const files = ['src/errors.ts', ...everything.map((each) => `src/${fileOf(each)}.ts`)];
  compiled = await runCommand(
    tsc,
    [...options, '--types', '', '--rootDir', 'src', '--outDir', 'out', ...files],
    project,
  );
});
afterAll(() => rm(project, { recursive: true, force: true }));

test('all that the package exports is looked at', async () => {
  const exported = await runInNode(
    folder,
    `process.stdout.write(JSON.stringify(Object.keys(await import('package:dist/index.js'))))`,
  );
  expect(
    everything
      .filter(({ isType }) => !isType)
      .map(({ name }) => name)
      .sort(),
  ).toStrictEqual(exported);
  expect(new Set(exportNames).size).toBe(everything.length);
});

test.each(everything.map((each) => [each.name, each] as const))(
  '%s is explained, with an example',
  (_name, { text, example }) => {
    expect(text).toMatch(/^.{12,}[.:]/s);
    expect(example).not.toBe('');
  },
);

test('each example compiles, and each function names exactly its errors', () => {
  expect(compiled).toMatchObject({ output: '', exitCode: 0 });
});

test('each example runs, and gives what it says', async () => {
  const ran = await runInNode(
    project,
    `import { isDeepStrictEqual } from 'node:util';
    const wrong = [];
    for (const file of ${JSON.stringify(everything.map(fileOf))}) {
      await import('package:out/' + file + '.js').catch((error) => wrong.push({ file, threw: String(error) }));
    }
    const { checks } = await import('package:out/check.js');
    wrong.push(...checks.filter(({ actual, expected }) => !isDeepStrictEqual(actual, expected)));
    process.stdout.write(JSON.stringify({ wrong, checked: checks.length }));`,
  );
  expect(ran).toStrictEqual({ wrong: [], checked: expect.any(Number) });
  expect((ran as { readonly checked: number }).checked).toBeGreaterThan(40);
});
