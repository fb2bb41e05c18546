import { Type } from 'typebox';
import { invalidRequest } from '../errors/request-problems.js';
import { Id } from './plain-schemas.js';

const ofBook = (other: string) =>
  Type.Optional(Type.Unsafe<string>({ ...Id, description: `Of your address book; not together with \`${other}\`.` }));

/** Addresses of the caller's address book, instead of whole ones. */
export const addressIdFields = {
  shippingAddressId: ofBook('shippingAddress'),
  billingAddressId: ofBook('billingAddress'),
};

/** Refuses a body with an address and the id of one. */
export function refuseBothAddresses(body: {
  readonly shippingAddress?: unknown;
  readonly billingAddress?: unknown;
  readonly shippingAddressId?: string;
  readonly billingAddressId?: string;
}): void {
  for (const [field, other] of [
    ['shippingAddressId', 'shippingAddress'],
    ['billingAddressId', 'billingAddress'],
  ] as const) {
    if (body[field] === undefined || body[other] === undefined) continue;
    throw invalidRequest({ field, code: 'not-allowed', params: {}, message: `does not go together with ${other}` });
  }
}
