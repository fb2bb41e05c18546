import type { Order } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import { chooseShipping, loadPricingFacts, priceWith, type CartPricing } from '../cart/price-for-caller.js';
import { idempotencyExpiry } from '../idempotency-expiry.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { OrderPlacement } from '../ports/repositories/order-placements.js';
import type { StockDemand } from '../ports/repositories/stock-records.js';
import type { ReadRepositories } from '../ports/repositories/unit-of-work.js';
import { placedOutcome } from './initial-order.js';
import { withCoupons } from './cart-of-items.js';
import { decideOrder } from './decide-order.js';
import { findCartToOrder } from './find-cart-to-order.js';
import type { PlaceOrderCommand, PlaceOrderDeps } from './place-order.js';
import { buyerOf, countedUses, decidingCounters } from './promotion-limits.js';

/** A refusal, a repeat, or a promotion whose limit has to be locked: nothing was changed, and a transaction says what it is. */
export type NotAtOnce = { readonly type: 'order.not-at-once' };
const notAtOnce: NotAtOnce = { type: 'order.not-at-once' };

/**
 * Places an order that nothing stands against, as most are: it is decided on plain reads, which requests of one moment
 * share, and written in one go that fails when anything read has changed meanwhile. No lock is held while it is decided.
 */
export const placeOrderAtOnce = (
  deps: PlaceOrderDeps,
  command: PlaceOrderCommand,
): ResultAsync<Order, NotAtOnce | StorageUnavailable> =>
  deps.unitOfWork
    .read((repositories) => decide(deps, repositories, command))
    .andThen((placement) =>
      deps.orderPlacements
        .commit(placement)
        .map(() => placement.order)
        .mapErr((error) => (error.type === 'placement.overtaken' ? notAtOnce : error)),
    );

function decide(
  deps: PlaceOrderDeps,
  repositories: ReadRepositories,
  command: PlaceOrderCommand,
): ResultAsync<OrderPlacement, NotAtOnce> {
  const { caller, request, coupons = [], email, shippingMethod } = command;
  const buyer = buyerOf(deps.secrets, caller, email);
  return findCartToOrder(deps, repositories.carts.find, command)
    .andThen(({ cart: listed, stored }) =>
      withCoupons(listed, coupons).asyncAndThen((cart) =>
        loadPricingFacts(repositories, deps.clock, caller, cart, buyer)
          .andThen((facts) =>
            chooseShipping(facts.rules.shippingMethods, shippingMethod).andThen((shipping) =>
              priceWith(facts, cart, shipping),
            ),
          )
          .andThen((pricing) => {
            if (decidingCounters(pricing, buyer).length > 0) return err(notAtOnce);
            return decideOrder(deps, command, cart, pricing).andThen(({ order, events, stock, usage }) => {
              if (countedUses(pricing, usage, buyer).length > 0 || lacksStock(pricing, stock)) return err(notAtOnce);
              return ok({
                order,
                events,
                demand: stock,
                ...(stored === undefined ? {} : { cart: { id: stored.cart.id, version: stored.version } }),
                request,
                outcome: placedOutcome(order),
                expiresAt: idempotencyExpiry(order.placedAt),
              });
            });
          }),
      ),
    )
    .mapErr(() => notAtOnce);
}

/** Known before it is tried, so that it does not fail together with others. */
const lacksStock = ({ items }: CartPricing, demand: readonly StockDemand[]): boolean =>
  demand.some(({ variantId, quantity }) => (items.get(variantId)?.available ?? quantity) < quantity);
