import type { Order } from '@cartwright/domain';
import type { Secrets } from '../ports/secrets.js';
import { orderToken } from './authorize-order.js';

/** Links that lead a buyer back to their order. */
export type OrderLinks = {
  /** The order at the storefront, or on the shop's own page where there is no storefront. */
  readonly to: (order: Pick<Order, 'id' | 'customerId'>) => string;
  /** The shop's own page of the order, with the token that opens it. */
  readonly toOwnPage: (orderId: Order['id']) => string;
  /** Whether a token opens the shop's own page of an order. */
  readonly opens: (orderId: string, token: string) => boolean;
};

/**
 * Makes links to orders. A guest's link contains the token of the order. A customer signs in at the storefront; the
 * shop's own page has no sign-in, so a link to it always contains the token.
 *
 * @example makeOrderLinks({ secrets, publicUrl: 'https://shop.example' }).to(order) //
 * 'https://shop.example/orders/0193…?token=…'
 */
export function makeOrderLinks({
  secrets,
  publicUrl,
  storefrontUrl,
}: {
  readonly secrets: Secrets;
  readonly publicUrl: string;
  readonly storefrontUrl?: string;
}): OrderLinks {
  const withToken = (base: string, id: Order['id']): string => `${base}/orders/${id}?token=${orderToken(secrets, id)}`;
  const toOwnPage = (id: Order['id']): string => withToken(publicUrl, id);
  return {
    to: ({ id, customerId }) => {
      if (storefrontUrl === undefined) return toOwnPage(id);
      return customerId === undefined ? withToken(storefrontUrl, id) : `${storefrontUrl}/orders/${id}`;
    },
    toOwnPage,
    opens: (orderId, token) => secrets.isDerived('order', orderId, token),
  };
}
