import { Type, type Static, type TSchema } from 'typebox';
import { closed } from './plain-schemas.js';
import { pageQuery } from './list-schemas.js';

/** Pages by number of a list that is short enough to read completely. */
export const WholeListQuery = Type.Object({ page: pageQuery.page, limit: pageQuery.limit }, closed);

export const wholeListOf = <Row extends TSchema>(row: Row) =>
  Type.Object({
    data: Type.Array(row),
    meta: Type.Object({
      page: Type.Integer(),
      limit: Type.Integer(),
      total: Type.Integer(),
      totalPages: Type.Integer(),
    }),
  });

/** One page of the rows. */
export function wholeList<Row>(rows: readonly Row[], { page = 1, limit = 20 }: Static<typeof WholeListQuery>) {
  const total = rows.length;
  return {
    data: rows.slice((page - 1) * limit, page * limit),
    meta: { page, limit, total, totalPages: Math.ceil(total / limit) },
  };
}
