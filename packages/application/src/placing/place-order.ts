import {
  type CurrencyCode,
  type EmptyCouponCode,
  type Money,
  type Order,
  type OrderChange,
  type QuantityOutOfRange,
  type TooManyCoupons,
  type TooManyLines,
  type UnknownCurrency,
} from '@cartwright/domain';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { CartPricingError } from '../cart/price-for-caller.js';
import { authorizeCart, type CartAlreadyOrdered, type CartNotFound } from '../cart/authorize-cart.js';
import { idempotencyExpiry } from '../idempotency-expiry.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from '../ports/repositories/idempotency-records.js';
import type { Ids } from '../ports/ids.js';
import type { OrderPlacements } from '../ports/repositories/order-placements.js';
import type { PromotionUse } from '../ports/repositories/promotion-usage-records.js';
import type { Secrets } from '../ports/secrets.js';
import type { StockInsufficient } from '../ports/repositories/stock-records.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { initialOrder, orderOfOutcome, placedOutcome } from './initial-order.js';
import { withCoupons, type OrderItem } from './cart-of-items.js';
import { decideOrder, type BuyerFacts, type DecideOrderError } from './decide-order.js';
import { findCartToOrder } from './find-cart-to-order.js';
import { placeOrderAtOnce } from './place-order-at-once.js';
import { priceToOrder } from './price-to-order.js';
import { buyerOf, countedUses } from './promotion-limits.js';
import { orderToken } from '../ordering/authorize-order.js';

export type PlaceOrderCommand = BuyerFacts & {
  readonly caller: Caller;
  readonly request: IdempotentRequest;
  readonly source:
    | { readonly type: 'cart'; readonly cartId: string }
    | { readonly type: 'items'; readonly items: readonly OrderItem[] };
  /** Where the confirmation goes; a customer's own address when absent. */
  readonly email?: string;
  readonly shippingMethod?: string;
  readonly coupons?: readonly string[];
  /** The total that the buyer was shown. */
  readonly expectedTotal?: Money;
};

export type PlaceOrderError =
  | IdempotencyKeyReused
  | IdempotencyInProgress
  | CartNotFound
  | CartAlreadyOrdered
  | QuantityOutOfRange
  | TooManyLines
  | TooManyCoupons
  | EmptyCouponCode
  | UnknownCurrency
  | CartPricingError
  | DecideOrderError
  | StockInsufficient
  | StorageUnavailable;

/** `token` is the guest's key to the order; `replayed` when this very request had been answered before. */
export type PlacedOrder = { readonly order: Order; readonly token?: string; readonly replayed: boolean };
/**
 * Turns a cart, or a list of items, into a pending order that holds its stock. The same request again answers the first order.
 *
 * @example
 * await placeOrder({
 *   caller: { type: 'guest' },
 *   request: { caller: 'guest:1', key: 'k-1', fingerprint: 'sha-256' },
 *   source: { type: 'items', items: [{ variantId, quantity: 2 }] },
 *   email: 'grace@example.com',
 *   shippingAddress,
 * }) // ok({ order, token: '…', replayed: false })
 */
export type PlaceOrder = (command: PlaceOrderCommand) => ResultAsync<PlacedOrder, PlaceOrderError>;

export type PlaceOrderDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly orderPlacements: OrderPlacements;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly storeCurrency: CurrencyCode;
};
type OrderOnce = { readonly order: Order; readonly replayed: boolean };

/**
 * Turns a cart, or a list of items, into an order. The order, its stock, the closed cart, its events and the remembered
 * answer commit together or not at all: at once where nothing stands against it, else in a transaction, which finds out
 * what does.
 */
export const makePlaceOrder =
  (deps: PlaceOrderDeps): PlaceOrder =>
  (command) =>
    placeOrderAtOnce(deps, command)
      .map((order): OrderOnce => ({ order, replayed: false }))
      .orElse((error) => (error.type === 'order.not-at-once' ? placeInTransaction(deps, command) : errAsync(error)))
      .map(({ order, replayed }) => ({
        order,
        replayed,
        ...(order.customerId === undefined ? { token: orderToken(deps.secrets, order.id) } : {}),
      }));

const placeInTransaction = (
  deps: PlaceOrderDeps,
  command: PlaceOrderCommand,
): ResultAsync<OrderOnce, PlaceOrderError> =>
  deps.unitOfWork.run((repositories) =>
    repositories.idempotency
      .claim(command.request, deps.clock.now())
      .andThen((claim) =>
        claim.type === 'finished'
          ? replay(deps, repositories, command, claim.outcome)
          : placeFresh(deps, repositories, command).map((order) => ({ order, replayed: false })),
      ),
  );

/**
 * The order that this request made, as it was then, for whoever made it: its token reaches the order, so a guest who
 * ordered a cart must still hold the cart's token, and a key that a customer used tells nobody else anything.
 */
function replay(
  { secrets }: PlaceOrderDeps,
  { carts, orders }: Repositories,
  { caller, source }: PlaceOrderCommand,
  outcome: string,
): ResultAsync<OrderOnce, CartNotFound | IdempotencyKeyReused> {
  const id = orderOfOutcome(outcome);
  return orders.find(id).andThen((stored) => {
    if (stored === undefined) throw new Error(`the order ${id} was remembered and is gone`);
    const answer: OrderOnce = { order: initialOrder(stored.order), replayed: true };
    if (answer.order.customerId !== (caller.type === 'user' ? caller.userId : undefined)) {
      return errAsync({ type: 'idempotency.key-reused' } as const);
    }
    if (source.type === 'items') return okAsync(answer);
    return carts
      .find(source.cartId)
      .andThen((found) => authorizeCart(secrets, caller, source.cartId, found))
      .map(() => answer);
  });
}

function placeFresh(deps: PlaceOrderDeps, repositories: Repositories, command: PlaceOrderCommand) {
  const { caller, coupons = [], email, shippingMethod } = command;
  const buyer = buyerOf(deps.secrets, caller, email);
  return findCartToOrder(deps, repositories.carts.lock, command).andThen(({ cart: listed, stored }) =>
    withCoupons(listed, coupons).asyncAndThen((cart) =>
      priceToOrder(repositories, deps.clock, caller, cart, { shippingMethod, buyer }).andThen((pricing) =>
        decideOrder(deps, command, cart, pricing).asyncAndThen((change) =>
          commit(deps, repositories, command, change, countedUses(pricing, change.usage, buyer), stored),
        ),
      ),
    ),
  );
}

function commit(
  { clock }: PlaceOrderDeps,
  { stock, promotionUsage, orders, carts, outbox, idempotency }: Repositories,
  { request }: PlaceOrderCommand,
  { order, events, stock: demand }: OrderChange,
  uses: readonly PromotionUse[],
  stored: StoredCart | undefined,
): ResultAsync<Order, StockInsufficient | IdempotencyInProgress> {
  const now = clock.now();
  return stock
    .reserve(demand, { reason: 'order placed', orderId: order.id, at: now })
    .andThen(() =>
      // Begun together, so that a database can be sent them in one go: the stock of a product that everybody wants is
      // locked until they are done.
      ResultAsync.combine<readonly ResultAsync<void, IdempotencyInProgress>[]>([
        orders.add(order),
        ...(uses.length === 0 ? [] : [promotionUsage.count(order.id, uses)]),
        ...(stored === undefined
          ? []
          : [carts.save({ ...stored, status: 'ordered', version: stored.version + 1, updatedAt: now })]),
        outbox.add(events),
        idempotency.complete(request, { outcome: placedOutcome(order), expiresAt: idempotencyExpiry(now) }),
      ]),
    )
    .map(() => order);
}
