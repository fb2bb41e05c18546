import { getTableColumns } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import * as schema from '../schema.js';
import { personalTables } from './personal-tables.js';

const tables = schema as unknown as Readonly<Record<string, PgTable>>;
const listed = Object.entries(personalTables) as [
  string,
  { readonly holdsNobody?: string; readonly table?: PgTable },
][];

/** Columns that name a person or what is theirs. */
const personal = /user|customer|email|buyer|address|phone|full_name|locale|actor|placed_by|^ip$/u;
const columnsOf = (table: PgTable | undefined) =>
  table === undefined ? [] : Object.values(getTableColumns(table)).map(({ name }) => name);

it('lists no table as one without people that has a column about a person', () => {
  const wrong = listed.flatMap(([name, { holdsNobody }]) => {
    const columns = columnsOf(tables[name]).filter((column) => personal.test(column));
    return holdsNobody === undefined || columns.length === 0 ? [] : [`${name}: ${columns.join(', ')}`];
  });
  // Ids only: of whom an erasure was about, so that a repeat is recognised, and of staff who moved stock.
  expect(wrong).toEqual(['stockMovements: actor', 'erasures: user_id']);
});

it('finds such a column where there is one', () => {
  expect(
    ['users', 'orders', 'promotionUsage', 'sessions', 'addresses'].map((name) => columnsOf(tables[name])),
  ).toSatisfy((all: readonly string[][]) => all.every((columns) => columns.some((column) => personal.test(column))));
});

it('reads each table as the one that it is listed as, and leaves the secrets of none in an export', () => {
  const others = listed.filter(([name, { table }]) => table !== undefined && table !== tables[name]);
  expect(others).toEqual([]);
  const secret = /hash|digest|secret/iu;
  const shown = Object.values(personalTables).flatMap((each) => {
    if (!('table' in each)) return [];
    const left: readonly string[] = 'secrets' in each ? each.secrets : [];
    return Object.keys(getTableColumns(each.table)).filter((column) => secret.test(column) && !left.includes(column));
  });
  // By which rules an order was priced.
  expect(shown).toEqual(['rulesHash']);
});
