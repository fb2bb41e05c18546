import { Type } from 'typebox';
import { invalidRequest } from '../errors/request-problems.js';
import { Id } from './plain-schemas.js';

const ofBook = (other: string) =>
  Type.Optional(Type.Unsafe<string>({ ...Id, description: `An address of your address book; excludes \`${other}\`.` }));

/** Ids of addresses in the caller's address book, instead of complete addresses. */
export const addressIdFields = {
  shippingAddressId: ofBook('shippingAddress'),
  billingAddressId: ofBook('billingAddress'),
};

/** Refuses a body that has both an address and an address id. */
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
    const message = `cannot be combined with ${other}`;
    throw invalidRequest({ field, code: 'not-allowed', params: { values: [] }, message });
  }
}
