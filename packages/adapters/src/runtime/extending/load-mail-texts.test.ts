import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadMailTexts } from './load-mail-texts.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mail-texts-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const load = (content: string) => {
  const path = join(directory, 'texts.json');
  writeFileSync(path, content);
  return loadMailTexts(path);
};

it('reads the texts that a shop uses instead', () => {
  const texts = { en: { 'order-confirmation.opening': 'Thanks!' }, fr: { 'shared.total': 'Total TTC' } };
  expect(load(JSON.stringify(texts))).toEqual(texts);
  expect(loadMailTexts(undefined)).toEqual({});
});

it.each([
  ['{', 'cannot be read'],
  ['[]', 'is not an object'],
  ['{"english":{}}', 'is not an object'],
  ['{"en":{"order-confirmation.opening":1}}', 'is not an object'],
  ['{"en":{"order-confirmation.openning":"Hi"}}', 'unknown text: en: order-confirmation.openning'],
])('refuses what is no file of texts: %s', (content, reason) => {
  expect(() => load(content)).toThrow(reason);
});

it('names a file that does not exist', () => {
  expect(() => loadMailTexts(join(directory, 'nowhere.json'))).toThrow(/MAIL_TEXTS: .+ it does not exist/u);
});
