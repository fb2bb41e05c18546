/**
 * Rules about the shape of the sources that neither the compiler, the linter nor the formatter checks. Each is tested
 * with a planted violation, too.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { importCircles } from './import-circles.js';
import { inventedNamesIn } from './invented-names.js';
import { crowdedFolders, unexplainedLength, wideComments } from './layout-faults.js';
import { readSourceFiles, type SourceFile } from './source-files.js';

let files: readonly SourceFile[];
beforeAll(async () => {
  files = await readSourceFiles();
});

const file = (path: string, text: string): SourceFile => ({ path, text });

describe('imports', () => {
  it('form no circle, of types either', () => {
    const sources = files.filter(({ path }) => /^(packages|apps)\/[^/]+\/src\//u.test(path));
    expect(sources.length).toBeGreaterThan(300);
    expect(importCircles(sources)).toEqual([]);
  });

  it('that form a circle of types are found, through other files and late imports', () => {
    expect(
      importCircles([
        file('src/a.ts', "import type { B } from './inner/b.js';"),
        file('src/inner/b.ts', "export * from './c.js';\nimport './unrelated.js';"),
        file('src/inner/c.ts', "const late = () => import('../a.js');"),
        file('src/inner/unrelated.ts', "/**\n * import { a } from '../a.js';\n */\nexport {};"),
      ]),
    ).toEqual([['src/a.ts', 'src/inner/b.ts', 'src/inner/c.ts']]);
  });
});

describe('folders', () => {
  it('hold no more files than a reader takes in', () => {
    expect(crowdedFolders(files)).toEqual([]);
  });

  it('that hold more are found, tests not counted', () => {
    const many = Array.from({ length: 25 }, (_, index) => file(`src/crowded/file-${index}.ts`, ''));
    const tests = many.map(({ path }) => file(path.replace(/crowded(.*)\.ts$/u, 'tested$1.test.ts'), ''));
    expect(crowdedFolders([...many, ...tests, file('src/tested/a.ts', '')])).toEqual(['src/crowded: 25 files']);
  });
});

describe('files', () => {
  it('of more than 250 lines state why in their first comment', () => {
    expect(unexplainedLength(files)).toEqual([]);
  });

  it('that do not are found', () => {
    const lines = 'export {};\n'.repeat(250);
    expect(
      unexplainedLength([
        file('short.ts', lines),
        file('long.ts', `/** Rules. */\n${lines}`),
        file('late.ts', `export {};\n/** Long because of its rules. */\n${lines}`),
        file('explained.ts', `/** Long because of its rules. */\n${lines}`),
      ]),
    ).toEqual(['long.ts: 251 lines', 'late.ts: 252 lines']);
  });

  it('have comments of at most 120 columns', () => {
    expect(wideComments(files)).toEqual([]);
  });

  it('with wider comments are found', () => {
    const words = 'word '.repeat(24);
    const lines = [`'${words}'`, `// ${words}`, `// ${'é '.repeat(58)}`, ` * ${words}`];
    expect(wideComments([file('a.ts', lines.join('\n'))])).toEqual(['a.ts:2', 'a.ts:4']);
  });
});

describe('names', () => {
  it('are standard terms', () => {
    // This folder names what it rejects.
    expect(inventedNamesIn(files.filter(({ path }) => !path.startsWith('tests/structure/')))).toEqual([]);
  });

  it('that are invented are found in identifiers and files, ordinary words are not', () => {
    expect(
      inventedNamesIn([
        file('src/a.ts', 'type OrderDecidedChanges = string;\nconst notAtOnce = 1;\nrun(placeOrderAtOnce);'),
        file('src/keep-together.ts', 'function queried() {}'),
        file(
          'src/b.ts',
          "const keeper = places('all at once, queried and overtaken');\n// DecidedChange\nplace(keep);",
        ),
      ]),
    ).toEqual([
      'src/a.ts: OrderDecidedChanges (standard: optimistic write)',
      'src/a.ts: notAtOnce (standard: ConcurrencyConflict)',
      'src/a.ts: notAtOnce (standard: optimistic path, concurrency)',
      'src/a.ts: placeOrderAtOnce (standard: optimistic path, concurrency)',
      'src/keep-together.ts: queried (standard: query)',
      'src/keep-together.ts: name of the file (standard: group commit)',
    ]);
  });
});
