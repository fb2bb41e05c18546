import {
  placeOrder,
  type Address,
  type Cart,
  type CurrencyCode,
  type EmptyCouponCode,
  type ItemDescription,
  type Money,
  type Order,
  type OrderChange,
  type PlaceOrderError as DomainPlaceOrderError,
  type PricedCart,
  type QuantityOutOfRange,
  type TooManyCoupons,
  type TooManyLines,
  type UnknownCurrency,
} from '@cartwright/domain';
import { err, errAsync, ok, okAsync, Result, ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { checkCoupon, type CouponNotApplicable, type CouponUnknown } from '../cart/check-coupon.js';
import type { CartPricing, CartPricingError } from '../cart/price-for-caller.js';
import { reachCart, requireOpen, type CartAlreadyOrdered, type CartNotFound } from '../cart/reach-cart.js';
import { requireOnSale } from '../cart/require-on-sale.js';
import { fromDomain } from '../from-domain.js';
import { normaliseEmail } from '../identity/email-address.js';
import { idempotencyExpiry } from '../idempotency-expiry.js';
import type { StoredCart } from '../ports/cart-records.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from '../ports/idempotency-records.js';
import type { Ids } from '../ports/ids.js';
import type { PromotionUse } from '../ports/promotion-usage-records.js';
import type { Secrets } from '../ports/secrets.js';
import type { StockInsufficient } from '../ports/stock-records.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';
import { cartOfItems, withCoupons, type OrderItem } from './cart-of-items.js';
import { priceToOrder } from './price-to-order.js';
import { buyerOf, countedUses } from './promotion-limits.js';
import { orderToken } from './reach-order.js';

export type PlaceOrderCommand = {
  readonly caller: Caller;
  readonly request: IdempotentRequest;
  readonly source:
    | { readonly type: 'cart'; readonly cartId: string }
    | { readonly type: 'items'; readonly items: readonly OrderItem[] };
  /** Where the confirmation goes; a customer's own address when absent. */
  readonly email?: string;
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address;
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
  | CouponUnknown
  | CouponNotApplicable
  | DomainPlaceOrderError
  | StockInsufficient
  | { readonly type: 'order.email-missing' }
  | { readonly type: 'order.shipping-address-missing' }
  | { readonly type: 'order.price-changed'; readonly expectedTotal: Money; readonly pricing: PricedCart }
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

type PlaceOrderDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly storeCurrency: CurrencyCode;
};

/**
 * Turns a cart, or a list of items, into an order. The order, its stock, the closed cart, its events and the remembered
 * answer commit together or not at all.
 */
export const makePlaceOrder =
  (deps: PlaceOrderDeps): PlaceOrder =>
  (command) =>
    deps.unitOfWork
      .run((repositories) =>
        repositories.idempotency.claim(command.request, deps.clock.now()).andThen((claim) =>
          claim.type === 'finished'
            ? replay(deps, repositories, command, JSON.parse(claim.outcome) as Order)
            : placeFresh(deps, repositories, command).map((order) => ({ order, replayed: false })),
        ),
      )
      .map(({ order, replayed }) => ({
        order,
        replayed,
        ...(order.customerId === undefined ? { token: orderToken(deps.secrets, order.id) } : {}),
      }));

/**
 * The order that this request made, for whoever made it: its token reaches the order, so a guest who ordered a cart must
 * still hold the cart's token, and a key that a customer used tells nobody else anything.
 */
function replay(
  { secrets }: PlaceOrderDeps,
  { carts }: Repositories,
  { caller, source }: PlaceOrderCommand,
  order: Order,
): ResultAsync<{ readonly order: Order; readonly replayed: boolean }, CartNotFound | IdempotencyKeyReused> {
  if (order.customerId !== (caller.type === 'user' ? caller.userId : undefined)) {
    return errAsync({ type: 'idempotency.key-reused' });
  }
  if (source.type === 'items') return okAsync({ order, replayed: true });
  return carts
    .find(source.cartId)
    .andThen((found) => reachCart(secrets, caller, source.cartId, found))
    .map(() => ({ order, replayed: true }));
}

function placeFresh(deps: PlaceOrderDeps, repositories: Repositories, command: PlaceOrderCommand) {
  const { caller, coupons = [], email, shippingMethod } = command;
  const buyer = buyerOf(deps.secrets, caller, email);
  return findCart(deps, repositories, command).andThen(({ cart: listed, stored }) =>
    withCoupons(listed, coupons).asyncAndThen((cart) =>
      priceToOrder(repositories, deps.clock, caller, cart, { shippingMethod, buyer }).andThen((pricing) =>
        decide(deps, command, cart, pricing).asyncAndThen((change) =>
          commit(deps, repositories, command, change, countedUses(pricing, change.usage, buyer), stored),
        ),
      ),
    ),
  );
}

/** The cart to order: the caller's stored one, locked, or one made of the listed items. */
function findCart(
  { ids, secrets, storeCurrency }: PlaceOrderDeps,
  { carts }: Repositories,
  { caller, source }: PlaceOrderCommand,
): ResultAsync<
  { readonly cart: Cart; readonly stored?: StoredCart },
  CartNotFound | CartAlreadyOrdered | QuantityOutOfRange | TooManyLines | UnknownCurrency
> {
  const owner = caller.type === 'user' ? { customerId: caller.userId } : {};
  if (source.type === 'items') {
    return cartOfItems({ id: ids.next(), currency: storeCurrency, ...owner }, source.items).asyncAndThen((cart) =>
      okAsync({ cart }),
    );
  }
  const { cartId } = source;
  return carts
    .lock(cartId)
    .andThen((found) => reachCart(secrets, caller, cartId, found))
    .andThen(requireOpen)
    // A customer may order a guest's cart whose token they hold: the order, and the breakdown it keeps, are theirs.
    .map((stored) => ({ cart: { ...stored.cart, ...owner }, stored }));
}

/** Every rule that can refuse the order before any stock is touched. */
function decide(
  { clock, ids }: PlaceOrderDeps,
  { caller, coupons = [], email, expectedTotal, shippingAddress, billingAddress }: PlaceOrderCommand,
  cart: Cart,
  pricing: CartPricing,
): Result<OrderChange, PlaceOrderError> {
  const { priced, items, user } = pricing;
  const contact = email ?? user?.email;
  const physical = priced.lines.some(({ digital }) => !digital);
  return requireOnSale(items, cart.lines.map(({ variantId }) => variantId))
    .andThen(() => Result.combine(coupons.map((code) => checkCoupon(pricing, code))))
    .andThen(() => requireExpectedTotal(priced, expectedTotal))
    .andThen(() => {
      if (contact === undefined) return err({ type: 'order.email-missing' } as const);
      if (physical && shippingAddress === undefined) return err({ type: 'order.shipping-address-missing' } as const);
      return fromDomain(
        placeOrder(priced, {
          id: ids.next(),
          number: ids.orderNumber(),
          ...(caller.type === 'user' ? { customerId: caller.userId } : {}),
          email: normaliseEmail(contact),
          descriptions: describe(pricing),
          ...(shippingAddress === undefined ? {} : { shippingAddress }),
          ...(billingAddress === undefined ? {} : { billingAddress }),
          at: clock.now(),
        }),
      );
    });
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
        idempotency.complete(request, { outcome: JSON.stringify(order), expiresAt: idempotencyExpiry(now) }),
      ]),
    )
    .map(() => order);
}

const requireExpectedTotal = (pricing: PricedCart, expectedTotal: Money | undefined) =>
  expectedTotal === undefined ||
  (expectedTotal.amount === pricing.total.amount && expectedTotal.currency === pricing.total.currency)
    ? ok(undefined)
    : err({ type: 'order.price-changed', expectedTotal, pricing } as const);

const describe = ({ items }: CartPricing): Readonly<Record<string, ItemDescription>> =>
  Object.fromEntries([...items].map(([variantId, { name, sku }]) => [variantId, { name, sku }]));
