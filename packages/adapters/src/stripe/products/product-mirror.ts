import type {
  Clock,
  Log,
  MirroredField,
  MirroredVariant,
  MirrorRefused,
  PaymentRefused,
  PaymentsUnavailable,
  ProductMirror,
  ProviderPage,
  WrittenVariant,
} from '@cartwright/application';
import type { VariantId } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { Stripe } from 'stripe';
import { makeCallStripe, type CallStripe } from '../call-stripe.js';
import { plain } from '../make-once.js';
import { openStripe, type StripeOptions } from '../open-stripe.js';
import { makePace } from './pace-calls.js';
import { changedFields, contentOf, creationOf, updateOf, type ProductContent } from './product-content.js';
import { fromStripeAmount } from '../stripe-amount.js';
import { writePrices } from './write-prices.js';
import { idOf } from '../provider-events.js';

type Options = StripeOptions & {
  readonly clock: Clock;
  readonly log: Log;
  /** In the metadata of every product and price: other programs may use the account. */
  readonly shopId: string;
  /** Well below Stripe's limit, which payments share. */
  readonly requestsPerSecond?: number;
  /** Rows of a list that are read at once, at most 100. */
  readonly pageSize?: number;
};
type Failure = PaymentRefused | PaymentsUnavailable;

/**
 * Products in Stripe: one for each variant, whose id at Stripe is the variant's own, and a price for each currency. It
 * has a circuit breaker of its own, so that its outages never stop payments.
 *
 * @example makeStripeProductMirror({ secretKey: 'sk_test_…', clock, log, shopId }).write(variant);
 */
export function makeStripeProductMirror({
  clock,
  log,
  shopId,
  requestsPerSecond = 20,
  pageSize = 100,
  ...options
}: Options): ProductMirror {
  const stripe = openStripe(options);
  const pace = makePace(requestsPerSecond);
  const { call: attempt, health } = makeCallStripe({
    clock,
    log,
    effects: { away: 'Stripe is away: products wait', refused: 'products are not mirrored until it may write them' },
  });
  const calls: CallStripe = {
    health,
    call: (act) =>
      attempt(async () => {
        await pace();
        return act();
      }),
  };
  const call = <T>(act: () => Promise<T>): ResultAsync<T, Failure> => calls.call(act).mapErr(plain);

  /** Makes the product unless Stripe has it. Its id is the variant's own, so it is never made twice. */
  async function ensureProduct(id: string, content: ProductContent): Promise<Result<void, Failure>> {
    const made = await call(() => stripe.products.create({ id, ...creationOf(content) }));
    if (made.isOk()) return ok(undefined);
    if (!isRefusal(made.error, 'resource_already_exists')) return err(made.error);
    const found = await call(() => stripe.products.retrieve(id));
    if (found.isErr()) return err(found.error);
    return found.value.metadata['shopId'] === shopId
      ? ok(undefined)
      : err({ type: 'payment.refused', reason: 'product_of_another_shop' });
  }

  async function write(
    variant: MirroredVariant,
    known: string | undefined,
    isRetry = false,
  ): Promise<Result<WrittenVariant, Failure>> {
    const reference = known ?? variant.variantId;
    const content = contentOf(variant, shopId);
    if (known === undefined) {
      const ensured = await ensureProduct(reference, content);
      if (ensured.isErr()) return err(ensured.error);
    }
    const written = await writePrices({ stripe, calls, shopId }, reference, variant);
    if (written.isErr())
      return isMissing(written.error) && !isRetry ? write(variant, undefined, true) : err(written.error);
    const { prices, refusedPrices, former } = written.value;
    const [first] = prices;
    // Without any price that Stripe can have, nobody can buy it there.
    const params = first === undefined ? { ...content, active: false } : content;
    const updated = await call(() =>
      stripe.products.update(reference, {
        ...updateOf(params),
        ...(first === undefined ? {} : { default_price: first.reference }),
      }),
    );
    if (updated.isErr())
      return isMissing(updated.error) && !isRetry ? write(variant, undefined, true) : err(updated.error);
    // Stripe refuses to archive the default price. That is another one by now, unless no price is left.
    const kept = first === undefined ? idOf(updated.value.default_price) : undefined;
    for (const price of former.filter((id) => id !== kept)) {
      const archived = await call(() => stripe.prices.update(price, { active: false }));
      if (archived.isErr()) return err(archived.error);
    }
    return ok({ reference, prices, refusedPrices });
  }

  /** Reads a page of a list. If the item at the cursor has been deleted, the list starts again. */
  const list = <Item extends { readonly id: string }, Row>(
    read: (paging: { limit: number; starting_after?: string }) => Promise<Stripe.ApiList<Item>>,
    rowOf: (item: Item) => Row,
    cursor: string | undefined,
  ): ResultAsync<ProviderPage<Row>, PaymentsUnavailable> =>
    call(() => read({ limit: pageSize, ...(cursor === undefined ? {} : { starting_after: cursor }) }))
      .map(({ data, has_more: hasMore }): ProviderPage<Row> => {
        const last = data.at(-1);
        return { data: data.map(rowOf), ...(hasMore && last !== undefined ? { nextCursor: last.id } : {}) };
      })
      .orElse((error) =>
        isMissing(error) && cursor !== undefined ? list(read, rowOf, undefined) : errAsync(outageOf(error)),
      );

  return {
    isEnabled: true,
    write: (variant, known) => new ResultAsync(write(variant, known)).mapErr(refusalOf),
    deactivate: (reference) =>
      call(() => stripe.products.update(reference, { active: false }))
        .map(() => undefined)
        .orElse((error) => (isMissing(error) ? okAsync(undefined) : errAsync(refusalOf(error)))),
    compare: (written) =>
      call(() => stripe.products.list({ ids: written.map(({ references }) => references.reference), limit: 100 }))
        .map(({ data }) => {
          const byId = new Map(data.map((product) => [product.id, product]));
          const differing = new Map<VariantId, 'missing' | readonly MirroredField[]>();
          for (const { variant, references } of written) {
            const [price] = references.prices;
            const product = byId.get(references.reference);
            const content = { ...contentOf(variant, shopId), active: variant.isActive && price !== undefined };
            const found = product === undefined ? 'missing' : changedFields(product, content, price?.reference);
            if (found.length > 0) differing.set(variant.variantId, found);
          }
          return differing;
        })
        .mapErr(outageOf),
    products: (cursor) =>
      list(
        (paging) => stripe.products.list({ active: true, ...paging }),
        ({ id, name }) => ({ reference: id, name }),
        cursor,
      ),
    prices: (cursor) =>
      list(
        (paging) => stripe.prices.list(paging),
        ({ id, product, active, unit_amount: amount, currency }) => ({
          reference: id,
          productReference: idOf(product),
          isActive: active,
          ...(amount === null ? {} : { price: fromStripeAmount(amount, currency) }),
        }),
        cursor,
      ),
  };
}

const isRefusal = (error: Failure, reason: string): boolean =>
  error.type === 'payment.refused' && error.reason === reason;
const isMissing = (error: Failure): boolean => isRefusal(error, 'resource_missing');

const refusalOf = (error: Failure): MirrorRefused | PaymentsUnavailable =>
  error.type === 'payment.refused' ? { type: 'mirror.refused', reason: error.reason } : error;
/** A list that Stripe refuses shows a defect or a change of its API: the job is tried again, and then fails. */
const outageOf = (error: Failure): PaymentsUnavailable =>
  error.type === 'payment.refused' ? { type: 'payments.unavailable', retryAfterSeconds: 60 } : error;
