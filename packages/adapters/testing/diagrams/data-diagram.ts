import * as schema from '../../src/drizzle/schema.js';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';

/**
 * A Mermaid diagram of the tables of the shop with their keys, from the schema that migrations are made from.
 *
 * @example dataDiagram() // 'erDiagram\n…'
 */
export function dataDiagram(): string {
  const tables = Object.values<unknown>(schema)
    .filter((value): value is PgTable => is(value, PgTable))
    .map((table) => getTableConfig(table))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const relations = tables.flatMap(({ name, foreignKeys }) =>
    foreignKeys.map((key) => {
      const { columns, foreignTable } = key.reference();
      const label = columns.map((column) => column.name).join(', ');
      return `  ${getTableConfig(foreignTable).name} ||--o{ ${name} : "${label}"`;
    }),
  );
  return ['erDiagram', ...tables.map(entityOf), ...relations.toSorted(), ''].join('\n');
}

type Table = ReturnType<typeof getTableConfig>;

function entityOf({ name, columns, primaryKeys, foreignKeys }: Table): string {
  const primary = new Set([
    ...columns.filter((column) => column.primary).map((column) => column.name),
    ...primaryKeys.flatMap((key) => key.columns.map((column) => column.name)),
  ]);
  const foreign = new Set(foreignKeys.flatMap((key) => key.reference().columns.map((column) => column.name)));
  const keys = columns
    .filter((column) => primary.has(column.name) || foreign.has(column.name))
    .map((column) => {
      const kinds = [...(primary.has(column.name) ? ['PK'] : []), ...(foreign.has(column.name) ? ['FK'] : [])];
      return `    ${column.getSQLType().replaceAll(/\W+/gu, '_')} ${column.name} ${kinds.join(', ')}`;
    });
  return [`  ${name} {`, ...keys, '  }'].join('\n');
}
