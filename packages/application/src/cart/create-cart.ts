import { createCart, type CurrencyCode } from '@cartwright/domain';
import { err, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { commitChange, type Decided } from '../commit-change.js';
import { fromDomain } from '../from-domain.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { Secrets } from '../ports/secrets.js';
import type { DecisionReads, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { cartView, type CartView } from './cart-view.js';
import { loadPricingFacts, priceForView, type CartPricingError } from './price-for-caller.js';

export type CreateCartCommand = {
  readonly caller: Caller;
  readonly currency?: CurrencyCode;
  /** Locales that the caller reads, best first. */
  readonly locales?: readonly string[];
};
/** No variant has a price in the currency. */
export type CurrencyNotSold = {
  readonly type: 'cart.currency-not-sold';
  readonly currency: CurrencyCode;
  /** The currencies of the shop. */
  readonly sold: readonly CurrencyCode[];
};
export type CreateCartError = CurrencyNotSold | CartPricingError | StorageUnavailable;
/** `token` is a new guest cart's secret. */
export type CreatedCart = { readonly view: CartView; readonly token?: string };
/**
 * Opens a cart: a guest gets a new one with its secret, a customer their one open cart in the currency.
 *
 * @example await createCart({ caller: { type: 'guest' } }) // ok({ view, token: '…' })
 */
export type CreateCart = (command: CreateCartCommand) => ResultAsync<CreatedCart, CreateCartError>;

type CreateCartDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly storeCurrency: CurrencyCode;
};

export const makeCreateCart =
  (deps: CreateCartDeps): CreateCart =>
  (command) =>
    commitChange(deps.unitOfWork, (reads) => findOrOpen(deps, reads, command));

/** Of two simultaneous first requests of one customer, the second conflicts, and then finds the first one's cart. */
const findOrOpen = (
  deps: CreateCartDeps,
  reads: DecisionReads,
  { caller, currency: asked, locales }: CreateCartCommand,
): ResultAsync<Decided<CreatedCart>, CreateCartError> => {
  const currency = asked ?? deps.storeCurrency;
  const wanted = asked === undefined ? {} : { currency: asked };
  const query = caller.type === 'user' ? { cart: { openOf: caller.userId, ...wanted }, currency } : { currency };
  return loadPricingFacts(reads, deps.clock, caller, query).andThen(({ stored: existing, facts }) => {
    const view = (stored: StoredCart) =>
      priceForView(facts, stored).map((pricing) => cartView(stored, pricing, locales));
    if (existing !== undefined) return view(existing).map((found) => ({ result: { view: found } }));
    const isSold = currency === deps.storeCurrency || facts.isCurrencySold === true;
    if (!isSold) {
      return reads.shop.find().andThen((details) => {
        const sold = details?.currencies ?? [deps.storeCurrency];
        return err({ type: 'cart.currency-not-sold', currency, sold } as const);
      });
    }
    const token = caller.type !== 'user' ? deps.secrets.generate() : undefined;
    return newCart(deps, { caller, currency, token }).andThen((stored) =>
      view(stored).map((opened) => ({
        result: { view: opened, ...(token === undefined ? {} : { token }) },
        change: { cart: { type: 'open' as const, stored } },
      })),
    );
  });
};

/** An empty open cart: a guest's when there is a `token`. */
export function newCart(
  { clock, ids, secrets, storeCurrency }: Omit<CreateCartDeps, 'unitOfWork'>,
  {
    caller,
    currency,
    token,
  }: { readonly caller: Caller; readonly currency: CurrencyCode; readonly token?: string | undefined },
): Result<StoredCart, CurrencyNotSold> {
  const now = clock.now();
  return fromDomain(
    createCart({
      id: ids.next(),
      currency,
      ...(caller.type === 'user' ? { customerId: caller.userId } : {}),
    }),
  )
    .map((cart): StoredCart => ({
      cart,
      version: 1,
      status: 'open',
      ...(token === undefined ? {} : { tokenDigest: secrets.digest(token) }),
      createdAt: now,
      updatedAt: now,
    }))
    .mapErr(() => ({ type: 'cart.currency-not-sold', currency, sold: [storeCurrency] }));
}
