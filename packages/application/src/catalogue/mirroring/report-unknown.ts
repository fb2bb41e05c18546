import type { ResultAsync } from 'neverthrow';
import type { ProductMirror, ProviderPage, ProviderPrice } from '../../ports/catalogue/product-mirror.js';
import type { PaymentsUnavailable } from '../../ports/failures.js';
import type { MirrorDifference, WrittenRecord } from '../../ports/repositories/catalogue/product-mirror-records.js';
import { emptyStep, type TakeStep } from './mirror-step.js';

/** Compares a page of what the provider has with what the shop has written of the same products. */
const reportListed =
  <Row>(
    list: (mirror: ProductMirror, cursor?: string) => ResultAsync<ProviderPage<Row>, PaymentsUnavailable>,
    productOf: (row: Row) => string,
    differenceOf: (row: Row, record: WrittenRecord | undefined) => MirrorDifference | undefined,
  ): TakeStep =>
  async ({ unitOfWork, productMirror }, { cursor }) => {
    const step = emptyStep();
    const listed = await list(productMirror, cursor);
    if (listed.isErr()) return { ...step, outage: listed.error };
    const { data, nextCursor } = listed.value;
    const known = await unitOfWork.read(({ productMirrors }) =>
      productMirrors.writtenAs([...new Set(data.map(productOf))]),
    );
    if (known.isErr()) return { ...step, outage: known.error };
    step.differences.push(...data.flatMap((row) => differenceOf(row, known.value.get(productOf(row))) ?? []));
    return nextCursor === undefined ? step : { ...step, nextCursor };
  };

/** Reports products that can be bought at the provider and that the shop did not make. */
export const reportUnknownProducts = reportListed(
  (mirror, cursor) => mirror.products(cursor),
  ({ reference }) => reference,
  (product, record) => (record === undefined ? { type: 'product.unknown', ...product } : undefined),
);

/** Reports prices of the shop's products that somebody else made, and those of the shop that somebody archived. */
export const reportPrices = reportListed(
  (mirror, cursor) => mirror.prices(cursor),
  ({ productReference }) => productReference,
  differenceOfPrice,
);

function differenceOfPrice(
  { reference: priceReference, isActive, price }: ProviderPrice,
  record: WrittenRecord | undefined,
): MirrorDifference | undefined {
  if (record === undefined) return undefined;
  const { variantId, reference } = record;
  const isCurrent = record.prices.some((own) => own.reference === priceReference);
  if (isCurrent && !isActive && record.isActive)
    return { type: 'price.archived', variantId, reference, priceReference };
  if (isCurrent || !isActive) return undefined;
  return { type: 'price.unknown', variantId, reference, priceReference, ...(price === undefined ? {} : { price }) };
}
