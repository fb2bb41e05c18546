import { Type } from 'typebox';
import { PageMeta, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, Instant, oneOf, text } from '../../requests/plain-schemas.js';

export const AdjustStockBody = Type.Object(
  { delta: Type.Integer({ description: 'Units to add, or below zero to take away.' }), reason: text(200) },
  closed,
);
export const AdjustedStockAnswer = Type.Object({ variantId: Id, available: Type.Integer() });

export const StockLedgerQuery = Type.Object(pageQuery, closed);
export const StockLedgerAnswer = Type.Object({
  variantId: Id,
  available: Type.Optional(Type.Integer({ description: 'Absent for what holds no stock.' })),
  data: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        delta: Type.Integer(),
        reason: Type.String(),
        orderId: Type.Optional(Id),
        at: Instant,
      },
      { title: 'StockMovement' },
    ),
    { description: 'Newest first.' },
  ),
  meta: PageMeta,
});

export const ImportParams = Type.Object({ jobId: Id });
export const RequestedImportAnswer = Type.Object({ jobId: Id });
export const ImportAnswer = Type.Object(
  {
    status: oneOf('queued', 'running', 'completed', 'failed'),
    total: Type.Integer(),
    processed: Type.Integer(),
    failures: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String() })),
  },
  { title: 'ProductImport' },
);
