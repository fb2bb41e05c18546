import type { VariantId } from '@cartwright/domain';
import type { MirroredField, MirroredVariant } from '../../ports/catalogue/product-mirror.js';
import type { WrittenRecord } from '../../ports/repositories/catalogue/product-mirror-records.js';
import {
  emptyStep,
  forEachOf,
  noteFailure,
  type MirrorStep,
  type MirrorStepDeps,
  type TakeStep,
} from './mirror-step.js';
import { wantedVariants } from './wanted-variants.js';

/** Products in memory at a time. */
const productsPerStep = 100;
/** Variants in one comparison with the provider. */
const variantsPerComparison = 100;

/**
 * Writes the variants of some products that have changed since they were written, and compares the others with what
 * the provider has.
 */
export const writeChangedProducts: TakeStep = async (deps, run) => {
  const step = emptyStep();
  const { unitOfWork, clock, secrets } = deps;
  const read = await unitOfWork.read(({ products, productMirrors }) =>
    products
      .page({ limit: productsPerStep, ...(run.cursor === undefined ? {} : { after: run.cursor }) })
      .andThen((page) => {
        const wanted = page.flatMap((product) => wantedVariants(product, { ...deps, at: clock.now() }));
        return productMirrors
          .written(wanted.map(({ variantId }) => variantId))
          .map((written) => ({ page, wanted, written }));
      }),
  );
  if (read.isErr()) return { ...step, outage: read.error };
  const { page, wanted, written } = read.value;
  const plans = wanted.map((variant) => ({
    variant,
    contentHash: secrets.digest(JSON.stringify(variant)),
    before: written.get(variant.variantId),
  }));
  const isChanged = ({ variant, contentHash, before }: Plan): boolean =>
    before === undefined ? variant.isActive : run.rewrite || before.contentHash !== contentHash;
  await forEachOf(plans.filter(isChanged), (plan) => write(deps, step, plan));
  if (step.outage === undefined)
    await compare(
      deps,
      step,
      plans.filter((plan) => !isChanged(plan)),
    );
  if (step.outage !== undefined) return step;
  step.counts.products += page.length;
  step.counts.variants += wanted.length;
  const last = page.at(-1);
  return page.length < productsPerStep || last === undefined ? step : { ...step, nextCursor: last.id };
};

type Plan = {
  readonly variant: MirroredVariant;
  readonly contentHash: string;
  readonly before: WrittenRecord | undefined;
};

/** Returns whether the provider can be called further. */
async function write(
  { productMirror, clock }: MirrorStepDeps,
  step: MirrorStep,
  { variant, contentHash, before }: Plan,
): Promise<boolean> {
  const { variantId, productId, isActive } = variant;
  const written = await productMirror.write(variant, before?.reference);
  if (written.isErr()) return noteFailure(step, variantId, written.error);
  const record = { variantId, productId, ...written.value, contentHash, isActive, writtenAt: clock.now() };
  step.records.push(record);
  reportRefusedPrices(step, record);
  const wasActive = before?.isActive ?? false;
  step.counts[before === undefined ? 'created' : wasActive && !isActive ? 'deactivated' : 'updated'] += 1;
  return true;
}

async function compare({ productMirror }: MirrorStepDeps, step: MirrorStep, plans: readonly Plan[]): Promise<void> {
  const known = plans.flatMap(({ variant, before }) =>
    before === undefined ? [] : [{ variant, references: { reference: before.reference, prices: before.prices } }],
  );
  for (let from = 0; from < known.length; from += variantsPerComparison) {
    const some = known.slice(from, from + variantsPerComparison);
    const compared = await productMirror.compare(some);
    if (compared.isErr()) {
      step.outage = compared.error;
      return;
    }
    for (const { variant, references } of some) report(step, variant.variantId, references.reference, compared.value);
  }
  for (const { before } of plans) if (before !== undefined) reportRefusedPrices(step, before);
}

/** Each run reports the prices that the provider cannot have. */
function reportRefusedPrices({ differences }: MirrorStep, { variantId, isActive, refusedPrices }: WrittenRecord): void {
  if (isActive)
    differences.push(...refusedPrices.map((refused) => ({ type: 'price.refused', variantId, ...refused }) as const));
}

function report(
  { differences }: MirrorStep,
  variantId: VariantId,
  reference: string,
  compared: ReadonlyMap<VariantId, 'missing' | readonly MirroredField[]>,
): void {
  const found = compared.get(variantId);
  if (found === undefined) return;
  differences.push(
    found === 'missing'
      ? { type: 'product.missing', variantId, reference }
      : { type: 'product.changed', variantId, reference, fields: found },
  );
}
