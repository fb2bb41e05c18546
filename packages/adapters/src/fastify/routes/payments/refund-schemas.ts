import { Type } from 'typebox';
import { closed, Id, Money, text } from '../../requests/plain-schemas.js';

const Lines = Type.Array(Type.Object({ variantId: Id, quantity: Type.Integer({ minimum: 1, maximum: 999 }) }, closed), {
  minItems: 1,
  maxItems: 1000,
  description: 'Units that the customer keeps: what was paid for them goes back.',
});

export const RefundOrderBody = Type.Object(
  { amount: Type.Optional(Money), lines: Type.Optional(Lines), reason: text(500) },
  { ...closed, oneOf: [{ required: ['amount'] }, { required: ['lines'] }] },
);
