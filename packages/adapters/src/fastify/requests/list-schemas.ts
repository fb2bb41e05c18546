import { Type, type TSchema } from 'typebox';
import { nullable } from './plain-schemas.js';

/** Which part of a list: `page` and `limit`, or `cursor` (empty at first) and `limit`. */
export const pageQuery = {
  page: Type.Optional(
    Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'From 1; not with `cursor`.' }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 2000, description: 'Empty at first, then the `nextCursor` before; not with `page`.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: '20 when absent.' })),
};

/** `about` says what the keys' names leave open. */
export const sortQuery = (keys: readonly string[], about = '') =>
  Type.Optional(
    Type.String({
      maxLength: 200,
      description: `Of ${keys.join(', ')}; descending with \`-\`: \`-createdAt,total\`. ${about}`.trim(),
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
