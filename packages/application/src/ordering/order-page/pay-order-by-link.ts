import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../../caller.js';
import type { StartPayment, StartPaymentError } from '../../paying/start-payment.js';
import type { Ids } from '../../ports/ids.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { OrderNotFound } from '../authorize-order.js';
import type { OrderLinks } from '../order-link.js';
import type { ViewOrderByLinkError } from './view-order-by-link.js';

export type PayOrderByLinkCommand = { readonly orderId: string; readonly token: string };
export type PayOrderByLinkError = ViewOrderByLinkError | StartPaymentError;
/**
 * Starts a payment on the shop's own page of an order, or resumes the open one. The buyer pays on the page of the
 * provider at `redirectUrl`, which leads back to the page of the order.
 */
export type PayOrderByLink = (
  command: PayOrderByLinkCommand,
) => ResultAsync<{ readonly redirectUrl: string }, PayOrderByLinkError>;

type PayOrderByLinkDeps = {
  readonly unitOfWork: Pick<UnitOfWork, 'read'>;
  readonly orderLinks: OrderLinks;
  readonly startPayment: StartPayment;
  readonly ids: Ids;
};

export const makePayOrderByLink =
  ({ unitOfWork, orderLinks, startPayment, ids }: PayOrderByLinkDeps): PayOrderByLink =>
  ({ orderId, token }) => {
    const notFound: OrderNotFound = { type: 'order.not-found', orderId };
    if (!orderLinks.opens(orderId, token)) return errAsync(notFound);
    const page = orderLinks.toOwnPage(orderId);
    return unitOfWork
      .read(({ orders }) => orders.find(orderId))
      .andThen((stored) =>
        stored === undefined
          ? errAsync(notFound)
          : startPayment({
              caller: ownerOf(stored.order, token),
              orderId,
              // A new key for each click: the order has at most one checkout, whatever the keys.
              request: { caller: `order-page:${orderId}`, key: ids.next(), fingerprint: 'checkout' },
              method: 'checkout',
              successUrl: `${page}&returned=true`,
              cancelUrl: page,
            }),
      )
      .andThen(({ payment }) => {
        if (!('redirectUrl' in payment)) throw new Error(`the checkout of order ${orderId} has no page`);
        return okAsync({ redirectUrl: payment.redirectUrl });
      });
  };

/** The link is the only credential of the page: anybody who has it may pay, also for the order of a customer. */
const ownerOf = ({ customerId }: Order, orderToken: string): Caller =>
  customerId === undefined ? { type: 'guest', orderToken } : { type: 'user', userId: customerId, role: 'customer' };
