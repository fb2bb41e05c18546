import { emptyStep, forEachOf, noteFailure, type TakeStep } from './mirror-step.js';

/** Variants in memory at a time. */
const variantsPerStep = 200;

/** Takes variants off sale at the provider that were deleted in the shop. */
export const deactivateRemovedVariants: TakeStep = async ({ unitOfWork, productMirror, clock }, { cursor }) => {
  const step = emptyStep();
  const read = await unitOfWork.read(({ productMirrors, catalogue }) =>
    productMirrors
      .active({ limit: variantsPerStep, ...(cursor === undefined ? {} : { after: cursor }) })
      .andThen((active) =>
        catalogue.items(active.map(({ variantId }) => variantId)).map((items) => ({ active, items })),
      ),
  );
  if (read.isErr()) return { ...step, outage: read.error };
  const { active, items } = read.value;
  const removed = active.filter(({ variantId }) => !items.has(variantId));
  await forEachOf(removed, async (record) => {
    const deactivated = await productMirror.deactivate(record.reference);
    if (deactivated.isErr()) return noteFailure(step, record.variantId, deactivated.error);
    step.records.push({ ...record, isActive: false, writtenAt: clock.now() });
    step.counts.deactivated += 1;
    return true;
  });
  const last = active.at(-1);
  return step.outage !== undefined || last === undefined || active.length < variantsPerStep
    ? step
    : { ...step, nextCursor: last.variantId };
};
