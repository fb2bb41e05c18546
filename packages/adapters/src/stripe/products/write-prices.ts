import type { MirroredVariant, MirrorReferences, PaymentRefused, PaymentsUnavailable } from '@cartwright/application';
import { ok, type Result, type ResultAsync } from 'neverthrow';
import type { Stripe } from 'stripe';
import type { CallStripe } from '../call-stripe.js';
import { makeOnce, plain } from '../make-once.js';
import { toStripeAmount, type StripeAmount } from '../stripe-amount.js';

type Deps = { readonly stripe: Stripe; readonly calls: CallStripe; readonly shopId: string };
type Failure = PaymentRefused | PaymentsUnavailable;
type Reference = MirrorReferences['prices'][number];
type WrittenPrices = {
  readonly prices: Reference[];
  readonly refusedPrices: { readonly currency: string; readonly reason: string }[];
  /** Prices of the shop that are active and no longer wanted. */
  readonly former: readonly string[];
};

/**
 * Stripe's prices never change. A variant has one price for each amount in a currency that it ever had: a former one is
 * made active again, so that a repeat finds it. `lookup_key` is the present one's, for programs that look for it.
 */
export async function writePrices(
  deps: Deps,
  product: string,
  variant: MirroredVariant,
): Promise<Result<WrittenPrices, Failure>> {
  const { stripe, calls, shopId } = deps;
  const listed = await calls.call(() => ownPrices(stripe, product, shopId)).mapErr(plain);
  if (listed.isErr()) return listed.map(() => nothing());
  const written = nothing();
  for (const money of variant.prices) {
    const { currency } = money;
    const amount = money.amount === 0 ? ok(freeIn(currency)) : toStripeAmount(money);
    const price = amount.isErr() ? amount : await writePrice(deps, product, variant, listed.value, amount.value);
    if (price.isOk()) written.prices.push({ currency, reference: price.value });
    else if (price.error.type === 'payment.refused')
      written.refusedPrices.push({ currency, reason: price.error.reason });
    else return price.map(() => nothing());
  }
  const wanted = new Set(written.prices.map(({ reference }) => reference));
  const former = listed.value.filter(({ id, active }) => active && !wanted.has(id)).map(({ id }) => id);
  return ok({ ...written, former });
}

const nothing = (): WrittenPrices => ({ prices: [], refusedPrices: [], former: [] });
const freeIn = (currency: string): StripeAmount => ({ amount: 0, currency: currency.toLowerCase() });

/** The prices of a product that the shop made. Others, such as one for a payment link, stay as they are. */
async function ownPrices(stripe: Stripe, product: string, shopId: string): Promise<readonly Stripe.Price[]> {
  const own: Stripe.Price[] = [];
  for await (const price of stripe.prices.list({ product, limit: 100 }))
    if (price.metadata['shopId'] === shopId) own.push(price);
  return own;
}

/** Returns the id of the price. */
async function writePrice(
  { stripe, calls, shopId }: Deps,
  product: string,
  { variantId }: MirroredVariant,
  existing: readonly Stripe.Price[],
  { amount, currency }: StripeAmount,
): Promise<Result<string, Failure>> {
  const isSame = (price: Stripe.Price): boolean => price.unit_amount === amount && price.currency === currency;
  const found = existing.find((price) => isSame(price) && price.active) ?? existing.find(isSame);
  const key = { lookup_key: `${variantId}-${currency}`, transfer_lookup_key: true };
  if (found?.active === true && found.lookup_key === key.lookup_key) return ok(found.id);
  const written: ResultAsync<Stripe.Price, Failure> =
    found === undefined
      ? makeOnce(calls, {
          key: `price-${variantId}-${currency}-${amount}`,
          lookFirst: false,
          find: async () => (await ownPrices(stripe, product, shopId)).find(isSame),
          make: (idempotencyKey) =>
            stripe.prices.create(
              { product, currency, unit_amount: amount, metadata: { shopId, variantId }, ...key },
              { idempotencyKey },
            ),
        })
      : calls.call(() => stripe.prices.update(found.id, { active: true, ...key })).mapErr(plain);
  return written.map(({ id }) => id);
}
