import { Type } from 'typebox';
import { closed, Id } from '../../requests/plain-schemas.js';

export const WantedUnits = Type.Array(Type.Object({ variantId: Id, quantity: Type.Integer({ minimum: 1 }) }, closed), {
  maxItems: 1000,
  description: 'Quantities of a repeated variant are added.',
});
