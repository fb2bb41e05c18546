import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { isWithoutBrowser, openChromium } from '@cartwright/tests/browser/open-chromium';
import { runInNode } from './run-in-node.js';
import { serveFolder, type ServedFolder } from './serve-folder.js';

type Case = { readonly shows: string; readonly why: string };
type Checked = { readonly shows: string; readonly differences: readonly string[] };

const { folder } = inject('packed');
const vectors = fileURLToPath(new URL('../test-vectors', import.meta.url));
const names = (await readdir(vectors)).filter((name) => name.endsWith('.json')).sort();
const texts = await Promise.all(names.map((name) => readFile(join(vectors, name), 'utf8')));
const files = names.map((name, index) => {
  const { cases } = JSON.parse(texts[index] ?? '') as { readonly cases: readonly Case[] };
  return { name, cases };
});

/** What all files come to, by the built package, given how a file is read there. */
const checkAll = (readJson: string): string => `
  const domain = await import('package:dist/index.js');
  ${checkRest(readJson)}
`;

/** The same, given `domain` too. */
const checkRest = (readJson: string): string => `
  const { checkVectors } = await import('package:test-vectors/check-vectors.js');
  const checked = {};
  for (const name of ${JSON.stringify(names)}) checked[name] = checkVectors(domain, ${readJson});
`;

const inNode = (): Promise<unknown> =>
  runInNode(
    folder,
    `import { readFile } from 'node:fs/promises';
    ${checkAll("JSON.parse(await readFile(new URL('package:test-vectors/' + name), 'utf8'))")}
    process.stdout.write(JSON.stringify(checked));`,
  );

async function inChromium(): Promise<unknown> {
  let server: ServedFolder | undefined;
  let browser: Browser | undefined;
  try {
    server = await serveFolder(folder);
    browser = await openChromium();
    const page = await browser.newPage();
    await page.goto(`${server.origin}/README.md`);
    const script = checkAll("await (await fetch('package:test-vectors/' + name)).json()");
    return await page.evaluate(`(async () => { ${script.replaceAll('package:', '/')} return checked; })()`);
  } finally {
    await browser?.close();
    server?.close();
  }
}

describe('the golden vectors', () => {
  const cases = files.flatMap((file) => file.cases);

  it('are at least sixty, each with a sentence of its own and with the arithmetic behind it', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(new Set(cases.map(({ shows }) => shows)).size).toBe(cases.length);
    expect(cases.filter(({ shows, why }) => !/^[A-Z0-9].{15,}\.$/s.test(shows) || why.length < 10)).toStrictEqual([]);
  });

  it('tell a wrong implementation in every case', async () => {
    const differing = await runInNode(
      folder,
      `import { readFile } from 'node:fs/promises';
      const domain = new Proxy({}, { get: () => () => ({ ok: true, value: {} }) });
      ${checkRest("JSON.parse(await readFile(new URL('package:test-vectors/' + name), 'utf8'))")}
      process.stdout.write(JSON.stringify(Object.values(checked).flat().map(({ differences }) => differences.length > 0)));`,
    );
    expect(differing).toStrictEqual(cases.map(() => true));
  });

  it('are in currencies of no, two and three decimals', () => {
    for (const currency of ['JPY', 'USD', 'KWD']) expect(texts.join('')).toContain(`"currency": "${currency}"`);
  });
});

describe.each([
  { place: 'Node', isSkipped: false, check: inNode },
  { place: 'Chromium', isSkipped: isWithoutBrowser, check: inChromium },
])('in $place', ({ isSkipped, check }) => {
  let checked: Readonly<Record<string, readonly Checked[]>> = {};
  beforeAll(async () => {
    if (!isSkipped) checked = (await check()) as typeof checked;
  });

  describe.skipIf(isSkipped).each(files)('$name', ({ name, cases }) => {
    it.each(cases.map(({ shows }, index) => [shows, index] as const))('%s', (shows, index) => {
      expect(checked[name]?.[index]).toStrictEqual({ shows, differences: [] });
    });
  });
});
