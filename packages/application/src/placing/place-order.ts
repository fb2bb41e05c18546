/** Longer than other files: the whole way from the command to the one change that commits is here. */
import {
  normaliseCouponCode,
  type Cart,
  type CurrencyCode,
  type EmptyCouponCode,
  type Order,
  type OrderChange,
  type QuantityOutOfRange,
  type TooManyCoupons,
  type TooManyLines,
  type UnknownCurrency,
} from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { authorizeCart, requireOpen, type CartAlreadyOrdered, type CartNotFound } from '../cart/authorize-cart.js';
import type { CartVersionStale } from '../cart/change-cart.js';
import { limitWrongCoupons } from '../cart/limit-coupons.js';
import { addressIdsIn } from '../cart/named-addresses.js';
import { loadPricingFacts, type CartPricing, type CartPricingError } from '../cart/price-for-caller.js';
import type { PricingFacts } from '../cart/pricing-facts.js';
import type { ShippingRefused } from '../cart/quote-shipping.js';
import { commitOnce, type Decided } from '../commit-change.js';
import type { AddressNotFound } from '../customers/address-book.js';
import { expectVersion } from '../expect-version.js';
import { idempotencyExpiry } from '../idempotency-expiry.js';
import { orderToken } from '../ordering/authorize-order.js';
import { stockWrite } from '../ordering/order-writes.js';
import { addressGroup } from '../limits/address-group.js';
import type { Change, StockHold } from '../ports/change.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { IdempotencyInProgress, IdempotencyKeyReused } from '../ports/repositories/idempotency-records.js';
import type { Buyer } from '../ports/repositories/promotion-usage-records.js';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';
import type { StockInsufficient, VariantNotFound } from '../ports/repositories/stock-records.js';
import type { DecisionReads, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Secrets } from '../ports/secrets.js';
import { buyerOf } from '../promotions/buyer-of.js';
import { cartOfItems, withCoupons } from './cart-of-items.js';
import { completeOrder } from './complete-order.js';
import { decideOrder, type DecideOrderError } from './decide-order.js';
import type { PlaceOrderCommand } from './place-order-command.js';
import { sharedOf } from './shared-rules.js';
import { initialOrder, placedOutcome, readPlacedOutcome } from './initial-order.js';
import { priceForOrder } from './price-for-order.js';
import { countedUses } from './promotion-limits.js';
import { requireAvailableLines, type LinesUnavailable } from './require-available-lines.js';
import { sumDemand } from './sum-demand.js';
import {
  defaultUnpaidLimits,
  makePlacings,
  placedByOf,
  type Placing,
  type TooManyUnpaid,
  type UnpaidLimits,
} from './unpaid-limits.js';

export type PlaceOrderError =
  | IdempotencyKeyReused
  | IdempotencyInProgress
  | CartNotFound
  | CartAlreadyOrdered
  | CartVersionStale
  | QuantityOutOfRange
  | TooManyLines
  | TooManyCoupons
  | EmptyCouponCode
  | UnknownCurrency
  | CartPricingError
  | AddressNotFound
  | ShippingRefused
  | DecideOrderError
  | LinesUnavailable
  | VariantNotFound
  | StockInsufficient
  | TooManyUnpaid
  | RateLimited
  | StorageUnavailable;

/** `token` is the guest's key to the order; `replayed` is true for a repeat of the request. */
export type PlacedOrder = { readonly order: Order; readonly token?: string; readonly replayed: boolean };
/**
 * Turns a cart, or a list of items, into a pending order that reserves its stock. A repeat of the request returns the
 * first order.
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
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly paymentGateway: Pick<PaymentGateway, 'minimumCharge'>;
  readonly rateLimiter: RateLimiter;
  readonly storeCurrency: CurrencyCode;
  /** `defaultUnpaidLimits` when absent. */
  readonly unpaidLimits?: UnpaidLimits;
};

/** `keyId` is of the key that the token of a replay was derived with at first. */
type OrderOnce = Omit<PlacedOrder, 'token'> & { readonly keyId?: string };

/** The order, its stock, the closed cart, its events and the idempotency record commit together or not at all. */
export const makePlaceOrder = (deps: PlaceOrderDeps): PlaceOrder => {
  const placings = makePlacings(deps.unpaidLimits ?? defaultUnpaidLimits);
  return (command) => {
    const placedBy = placedByOf(deps.secrets, command.caller);
    const placing = placings.begin(placedBy);
    const place = (): ResultAsync<OrderOnce, PlaceOrderError> =>
      commitOnce<OrderOnce, PlaceOrderError>(deps, command.request, {
        decide: (reads) => decide(deps, reads, command, { placedBy, admit: placing.admit }),
        replay: (reads, outcome) => replay(deps, reads, command, outcome),
      });
    const guesser = guesserOf(command);
    return (guesser === undefined ? place() : limitWrongCoupons(deps.rateLimiter, guesser, place))
      .andTee(({ replayed }) => placing.end(!replayed))
      .orTee(() => placing.end(false))
      .map(({ order, replayed, keyId }) => ({
        order,
        replayed,
        ...(order.customerId === undefined ? { token: orderToken(deps.secrets, order.id, keyId) } : {}),
      }));
  };
};

/** Whose wrong coupon codes count together: those of a cart or, where there is none, of a caller. */
function guesserOf({ source, caller, coupons = [] }: PlaceOrderCommand): string | undefined {
  if (coupons.length === 0) return undefined;
  if (source.type === 'cart') return source.cartId;
  if (caller.type === 'user') return `user:${caller.userId}`;
  return caller.address === undefined ? undefined : `address:${addressGroup(caller.address)}`;
}

type Admission = Pick<Placing, 'admit'> & { readonly placedBy: string | undefined };

function decide(
  deps: PlaceOrderDeps,
  reads: DecisionReads,
  command: PlaceOrderCommand,
  { placedBy, admit }: Admission,
): ResultAsync<Decided<OrderOnce>, PlaceOrderError> {
  const { caller, coupons = [], email } = command;
  const known = { buyer: buyerOf(deps.secrets, caller, email), placedBy };
  return loadCartToOrder(deps, reads, command, known).andThen(({ cart: listed, stored, facts }) =>
    withCoupons(listed, coupons)
      .andThen((cart) => requireAvailableLines(facts, cart, command.source.type).map(() => cart))
      .andThen((cart) =>
        completeOrder(command, stored?.checkout, facts, cart).map((completed) => ({
          cart,
          completed,
          buyer: buyerOf(deps.secrets, caller, completed.email),
        })),
      )
      .asyncAndThen(({ cart, completed, buyer }) =>
        priceForOrder(reads, facts, cart, { wish: completed, buyer }).andThen((pricing) =>
          decideOrder(deps, completed, pricing)
            .andThen((placed) => requireStock(pricing, placed))
            .andThen((placed) => {
              const units = placed.stock.reduce((all, { quantity }) => all + quantity, 0);
              const hold = placedBy === undefined ? {} : { hold: { placedBy, units } };
              const admitted = placed.order.status === 'pending' ? admit(facts.unpaid, units) : ok(undefined);
              return admitted.map(() => ({
                result: { order: placed.order, replayed: false },
                change: changeOf(deps, command, { ...placed, ...hold }, pricing, buyer, stored),
              }));
            }),
        ),
      ),
  );
}

/** `stored` is the shop's cart, where one is ordered. */
type CartToOrder = { readonly cart: Cart; readonly stored?: StoredCart; readonly facts: PricingFacts };

/** The caller's stored cart, or one that is made of the listed items. */
function loadCartToOrder(
  { clock, ids, secrets, storeCurrency }: PlaceOrderDeps,
  reads: DecisionReads,
  { caller, source, coupons = [], ...named }: PlaceOrderCommand,
  { buyer, placedBy }: { readonly buyer: Buyer | undefined; readonly placedBy: string | undefined },
): ResultAsync<
  CartToOrder,
  CartNotFound | CartAlreadyOrdered | CartVersionStale | QuantityOutOfRange | TooManyLines | UnknownCurrency
> {
  const owner = caller.type === 'user' ? { customerId: caller.userId } : {};
  const query = {
    addressIds: addressIdsIn(named),
    couponCodes: coupons.map(normaliseCouponCode),
    ...(buyer === undefined ? {} : { buyer }),
    ...(placedBy === undefined ? {} : { placedBy }),
  };
  if (source.type === 'items') {
    return cartOfItems({ id: ids.next(), currency: storeCurrency, ...owner }, source.items).asyncAndThen((cart) => {
      const variantIds = cart.lines.map(({ variantId }) => variantId);
      return loadPricingFacts(reads, clock, caller, { ...query, variantIds }).map(({ facts }) => ({ cart, facts }));
    });
  }
  const { cartId, expectedVersion } = source;
  return loadPricingFacts(reads, clock, caller, { ...query, cart: { id: cartId } }).andThen(
    ({ stored: found, facts }) =>
      authorizeCart(secrets, caller, cartId, found)
        .andThen(requireOpen)
        .andThen((open) => expectVersion(open, expectedVersion, 'cart.version-stale'))
        // A customer may order a guest's cart whose token they hold: the order, and the breakdown in it, are theirs.
        .map((stored) => ({ cart: { ...stored.cart, ...owner }, stored, facts })),
  );
}

/**
 * Refuses an order that needs more units than there are, with every shortage. What is not counted, and what can be
 * ordered without stock, never runs short; only what is counted is reserved.
 */
function requireStock({ items }: CartPricing, placed: OrderChange): Result<OrderChange, StockInsufficient> {
  const counted = placed.stock.filter(({ variantId }) => items.get(variantId)?.available !== undefined);
  const shortages = sumDemand(counted).flatMap(({ variantId, quantity }) => {
    const { available = 0, backorder = false } = items.get(variantId) ?? {};
    return available < quantity && !backorder ? [{ variantId, requested: quantity, available }] : [];
  });
  return shortages.length === 0 ? ok({ ...placed, stock: counted }) : err({ type: 'stock.insufficient', shortages });
}

function changeOf(
  { secrets }: Pick<PlaceOrderDeps, 'secrets'>,
  { request }: PlaceOrderCommand,
  { order, events, stock, usage, hold }: OrderChange & { readonly hold?: StockHold },
  pricing: CartPricing,
  buyer: Buyer | undefined,
  stored: StoredCart | undefined,
): Change {
  const { id: orderId, placedAt: at } = order;
  const { input } = pricing;
  const uses = countedUses(pricing, usage, buyer);
  const applied = usage.map(({ promotionId, amount }) => ({ promotionId, amount }));
  const codes = usage.flatMap(({ code }) => (code === undefined ? [] : [code]));
  return {
    request: { type: 'complete', request, outcome: placedOutcome(order, secrets), expiresAt: idempotencyExpiry(at) },
    ...(stored === undefined ? {} : { cart: { type: 'order', id: stored.cart.id, version: stored.version, at } }),
    ...(stock.length === 0 ? {} : { stock: stockWrite('reserve', { lines: stock, orderId, at }) }),
    ...(applied.length === 0 ? {} : { promotions: { type: 'count', orderId, uses, applied, codes } }),
    order: {
      type: 'place',
      order,
      ...(hold === undefined ? {} : { hold }),
      priced: { input, rulesHash: secrets.digest(JSON.stringify(sharedOf(input))) },
    },
    events,
  };
}

/**
 * The order that this request made, as it was placed, for the caller who placed it. Its token reaches the order, so a
 * guest who ordered a cart must still send the cart's token, and a customer's key reveals nothing to anybody else.
 */
function replay(
  { clock, secrets }: PlaceOrderDeps,
  reads: DecisionReads,
  { caller, source }: PlaceOrderCommand,
  outcome: string,
): ResultAsync<OrderOnce, CartNotFound | IdempotencyKeyReused> {
  const { id, keyId } = readPlacedOutcome(outcome);
  return reads.orders.find(id).andThen((stored) => {
    if (stored === undefined) throw new Error(`order ${id} has an idempotency record but does not exist`);
    const order = initialOrder(stored.order);
    const result: OrderOnce = { order, replayed: true, ...(keyId === undefined ? {} : { keyId }) };
    if (result.order.customerId !== (caller.type === 'user' ? caller.userId : undefined)) {
      return errAsync({ type: 'idempotency.key-reused' } as const);
    }
    if (source.type === 'items') return okAsync(result);
    const { cartId } = source;
    return loadPricingFacts(reads, clock, caller, { cart: { id: cartId } })
      .andThen(({ stored: found }) => authorizeCart(secrets, caller, cartId, found))
      .map(() => result);
  });
}
