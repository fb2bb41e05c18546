import { createCart, type CurrencyCode } from '@cartwright/domain';
import { errAsync, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { fromDomain } from '../from-domain.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { Secrets } from '../ports/secrets.js';
import type { ReadRepositories, Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { cartView, type CartView } from './cart-view.js';
import { priceForView, type CartPricingError, type PricingSources } from './price-for-caller.js';

export type CreateCartCommand = { readonly caller: Caller; readonly currency?: CurrencyCode };
/** The shop sells in one currency. */
export type CurrencyNotSold = {
  readonly type: 'cart.currency-not-sold';
  readonly currency: CurrencyCode;
  readonly sold: CurrencyCode;
};
export type CreateCartError = CurrencyNotSold | CartPricingError | StorageUnavailable;
/** `token` is a new guest cart's secret; `created` is false for the open cart that a customer already had. */
export type CreatedCart = { readonly view: CartView; readonly created: boolean; readonly token?: string };
/**
 * Opens a cart: a guest gets a new one with its secret, a customer their one open cart.
 *
 * @example await createCart({ caller: { type: 'guest' } }) // ok({ view, created: true, token: '…' })
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
  (command) => {
    const { currency = deps.storeCurrency } = command;
    if (currency !== deps.storeCurrency) {
      return errAsync({ type: 'cart.currency-not-sold', currency, sold: deps.storeCurrency });
    }
    const open = () => deps.unitOfWork.run((repositories) => openCart(deps, repositories, command.caller));
    // Two first requests of one customer at once: the one that lost finds the cart of the one that won.
    const again = (error: OpenCartError) => (error.type === 'cart.already-open' ? open() : errAsync(error));
    return openAtOnce(deps, command.caller)
      .orElse(again)
      .orElse(again)
      .mapErr((error) => {
        if (error.type === 'cart.already-open')
          throw new Error("a customer's open cart is neither found nor free to make");
        return error;
      });
  };

type OpenCartError = CartAlreadyOpen | CreateCartError;
type CartAlreadyOpen = { readonly type: 'cart.already-open' };

/** Finds or opens a cart on plain reads. */
const openAtOnce = (deps: CreateCartDeps, caller: Caller): ResultAsync<CreatedCart, OpenCartError> =>
  deps.unitOfWork
    .read((repositories) => findOrMake(deps, repositories, caller))
    .andThen((opened) =>
      opened.created
        ? deps.unitOfWork
            .keep({ type: 'cart-opened', stored: opened.view.stored })
            .map(() => opened)
            .mapErr((error): OpenCartError =>
              error.type === 'change.overtaken' ? { type: 'cart.already-open' } : error,
            )
        : okAsync(opened),
    );

/** The same in a transaction. */
const openCart = (
  deps: CreateCartDeps,
  repositories: Repositories,
  caller: Caller,
): ResultAsync<CreatedCart, OpenCartError> =>
  findOrMake(deps, repositories, caller).andThen((opened) =>
    (opened.created ? repositories.carts.add(opened.view.stored) : okAsync(undefined)).map(() => opened),
  );

function findOrMake(
  deps: CreateCartDeps,
  repositories: Pick<ReadRepositories, 'carts'> & PricingSources,
  caller: Caller,
): ResultAsync<CreatedCart, CurrencyNotSold | CartPricingError> {
  const view = (stored: StoredCart, opened: Omit<CreatedCart, 'view'>) =>
    priceForView(repositories, deps.clock, caller, stored.cart).map((pricing): CreatedCart => ({
      view: cartView(stored, pricing),
      ...opened,
    }));
  const existing = caller.type === 'user' ? repositories.carts.findOpenOf(caller.userId) : okAsync(undefined);
  return existing.andThen((found) => {
    if (found !== undefined) return view(found, { created: false });
    const token = caller.type === 'guest' ? deps.secrets.generate() : undefined;
    return newCart(deps, caller, token).asyncAndThen((stored) =>
      view(stored, { created: true, ...(token === undefined ? {} : { token }) }),
    );
  });
}

/** An empty open cart: a guest's when there is a `token`. */
export function newCart(
  { clock, ids, secrets, storeCurrency }: Omit<CreateCartDeps, 'unitOfWork'>,
  caller: Caller,
  token: string | undefined,
): Result<StoredCart, CurrencyNotSold> {
  const now = clock.now();
  return fromDomain(
    createCart({
      id: ids.next(),
      currency: storeCurrency,
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
    .mapErr(({ currency }) => ({ type: 'cart.currency-not-sold', currency, sold: storeCurrency }));
}
