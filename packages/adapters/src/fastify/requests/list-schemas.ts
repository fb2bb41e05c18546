import { Type, type TSchema } from 'typebox';
import { closed, nullable } from './plain-schemas.js';

/** Which part of a list: `page` and `limit`, or `cursor` (empty at first) and `limit`. */
export const pageQuery = {
  page: Type.Optional(
    Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'From 1; excludes `cursor`.' }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 2000, description: 'Empty at first, then the last `nextCursor`; excludes `page`.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: '20 when absent.' })),
};

export const PageQuery = Type.Object(pageQuery, closed);

/** `about` explains keys whose names do not. */
export const sortQuery = (keys: readonly string[], about = '') =>
  Type.Optional(
    Type.String({
      maxLength: 200,
      description: `Any of ${keys.join(', ')}; descending with \`-\`: \`-createdAt,total\`. ${about}`.trim(),
    }),
  );

export const PageMeta = Type.Object(
  {
    page: Type.Optional(Type.Integer()),
    limit: Type.Integer(),
    total: Type.Optional(Type.Integer()),
    totalPages: Type.Optional(Type.Integer()),
    nextCursor: Type.Optional(nullable(Type.String())),
  },
  { title: 'PageMeta', description: '`page`, `total`, `totalPages` of a page; `nextCursor` of a cursor listing.' },
);

export const listOf = <Row extends TSchema>(row: Row) => Type.Object({ data: Type.Array(row), meta: PageMeta });
