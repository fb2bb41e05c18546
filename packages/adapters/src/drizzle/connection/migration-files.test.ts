import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../../migrations/', import.meta.url));
/** All after the baseline, which nothing was before. */
const migrations = readdirSync(folder)
  .filter((name) => name.endsWith('.sql') && !name.startsWith('0000'))
  .map((name) => ({ name, text: readFileSync(folder + name, 'utf8') }));

/** What takes something from the version that runs meanwhile. */
const contractions = [
  /DROP TABLE/iu,
  /DROP COLUMN/iu,
  /\bRENAME\b/iu,
  /SET NOT NULL/iu,
  /SET DATA TYPE/iu,
  /ADD COLUMN(?!.*\b(?:DEFAULT|GENERATED)\b).*NOT NULL/iu,
  /DROP DEFAULT/iu,
  /DROP (?:CONSTRAINT|INDEX)/iu,
  /ADD CONSTRAINT [^;]*\bCHECK\b(?![^;]*NOT VALID)/iu,
];
/** A unique index refuses what the version that runs meanwhile may write, unless its table is new. */
const makesUnique = (statements: string): boolean =>
  [...statements.matchAll(/CREATE UNIQUE INDEX [^;]*? ON ("\w+")/giu)].some(
    ([, table]) => !statements.includes(`CREATE TABLE ${table} `),
  );
const contracts = (text: string): boolean => {
  const statements = text.replaceAll(/^\s*--.*$/gmu, '');
  return makesUnique(statements) || contractions.some((contraction) => contraction.test(statements));
};

/** Migrations that may contract, and why. */
const allowed: Readonly<Record<string, string>> = {
  '0006_catalogue-administration.sql': 'the check of stock is replaced by a weaker one',
  '0008_payment-ordinals.sql': 'the unique index is on a new column, which earlier versions leave null',
  '0011_price-lists.sql': 'the unique index is replaced by a weaker one',
  '0017_drop_payments_of_order.sql': 'the index was for speed, and another one has taken its place',
  '0019_customer_groups.sql': 'before the first release: a segment became a group',
  '0021_product-search.sql': 'before the first release: the search index is computed from products',
  '0024_stock-movement-types.sql': 'before the first release: signed deltas became types and quantities',
  '0035_drop_invoice_recipients.sql': 'before the first release: issued documents keep their recipient',
  '0039_import-results.sql': 'before the first release: a file may move a SKU from one variant to another',
  '0048_buyers-in-sales-facts.sql': 'the index is for speed, and is replaced by a wider one',
};

it('a migration says how it is rolled back', () => {
  expect(migrations.length).toBeGreaterThan(50);
  const silent = migrations.filter(({ text }) => !/^-- To roll back: \S.*\.$/mu.test(text));
  expect(silent.map(({ name }) => name)).toEqual([]);
});

it('a migration takes nothing from the version that runs meanwhile, unless it is listed with its reason', () => {
  expect(migrations.filter(({ text }) => contracts(text)).map(({ name }) => name)).toEqual(Object.keys(allowed));
});

it('only the newest migration has a snapshot of the schema, which the next one is compared with', () => {
  const { entries } = JSON.parse(readFileSync(`${folder}meta/_journal.json`, 'utf8'));
  const newest = String(entries.at(-1).idx).padStart(4, '0');
  expect(readdirSync(`${folder}meta`).toSorted()).toEqual([`${newest}_snapshot.json`, '_journal.json']);
});

it.each([
  'DROP TABLE "a" CASCADE;',
  'ALTER TABLE "a" DROP COLUMN "b";',
  'ALTER TABLE "a" RENAME COLUMN "b" TO "c";',
  'ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL;',
  'ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE bigint;',
  'ALTER TABLE "a" ADD COLUMN "b" text NOT NULL;',
  'ALTER TABLE "a" ALTER COLUMN "b" DROP DEFAULT;',
  'ALTER TABLE "a" DROP CONSTRAINT "a_b_fk";',
  'DROP INDEX "a_by_b";',
  'ALTER TABLE "a" ADD CONSTRAINT "c" CHECK ("b" > 0);',
  'CREATE UNIQUE INDEX "a_b" ON "a" ("b");',
])('a migration contracts by %s', (statement) => expect(contracts(`-- A comment.\n${statement}`)).toBe(true));

it.each([
  'CREATE TABLE "a" ("b" text NOT NULL);',
  'ALTER TABLE "a" ADD COLUMN "b" text;',
  'ALTER TABLE "a" ADD COLUMN "b" text DEFAULT \'\' NOT NULL;',
  'ALTER TABLE "a" ADD CONSTRAINT "c" CHECK ("b" > 0) NOT VALID;',
  'CREATE TABLE "a" ("b" text NOT NULL);\nCREATE UNIQUE INDEX "a_b" ON "a" ("b");',
  'CREATE INDEX "a_b" ON "a" ("b");',
  '-- Until a later release: DROP TABLE "a".',
])('a migration does not contract by %s', (statement) => expect(contracts(statement)).toBe(false));
