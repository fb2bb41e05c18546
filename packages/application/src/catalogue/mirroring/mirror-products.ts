import type { Instant } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { PaymentsUnavailable, StorageUnavailable } from '../../ports/failures.js';
import type { Log } from '../../ports/log.js';
import type { MirrorPhase, ProductMirrorRun } from '../../ports/repositories/catalogue/product-mirror-records.js';
import { deactivateRemovedVariants } from './deactivate-removed-variants.js';
import type { MirrorStep, MirrorStepDeps, TakeStep } from './mirror-step.js';
import { reportPrices, reportUnknownProducts } from './report-unknown.js';
import type { MirrorDisabled } from './request-product-mirror.js';
import type { ProductMirrorNotFound } from './view-product-mirror.js';
import { writeChangedProducts } from './write-changed-products.js';

export type MirrorProductsError = ProductMirrorNotFound | MirrorDisabled | PaymentsUnavailable | StorageUnavailable;
/**
 * Continues a run of the product mirror: some steps of it, then another job does the next ones. Each step stores what
 * it wrote and how far the run is, so an outage or a crash repeats one step at most, and a repeat changes nothing.
 */
export type MirrorProducts = (command: { readonly runId: string }) => ResultAsync<void, MirrorProductsError>;

export type MirrorProductsDeps = Omit<MirrorStepDeps, 'picturesUrl'> & {
  readonly log: Log;
  readonly publicUrl: string;
  readonly assetsUrl?: string;
};

/** Steps of one job, so that it takes minutes at most: a process that stops waits for its jobs. */
const stepsPerJob = 10;
/** Maximum differences stored; the counts include all of them. */
const maximumDifferences = 1000;

/** Each phase, and the one after it. */
const phases: Readonly<Record<MirrorPhase, { readonly take: TakeStep; readonly next?: MirrorPhase }>> = {
  products: { take: writeChangedProducts, next: 'removed-variants' },
  'removed-variants': { take: deactivateRemovedVariants, next: 'unknown-products' },
  'unknown-products': { take: reportUnknownProducts, next: 'prices' },
  prices: { take: reportPrices },
};

export const makeMirrorProducts =
  (deps: MirrorProductsDeps, maximumSteps = stepsPerJob): MirrorProducts =>
  ({ runId }) =>
    deps.productMirror.isEnabled
      ? new ResultAsync(mirror(deps, runId, maximumSteps))
      : errAsync({ type: 'product-mirror.disabled' });

async function mirror(
  deps: MirrorProductsDeps,
  runId: string,
  maximumSteps: number,
): Promise<Result<void, MirrorProductsError>> {
  const stepDeps = { ...deps, picturesUrl: deps.assetsUrl ?? deps.publicUrl };
  for (let steps = 0; steps < maximumSteps; steps += 1) {
    const found = await deps.unitOfWork.read(({ productMirrors }) => productMirrors.find(runId));
    if (found.isErr()) return err(found.error);
    const run = found.value;
    if (run === undefined) return err({ type: 'product-mirror.not-found', runId });
    if (run.finishedAt !== undefined) return ok(undefined);
    const step = await phases[run.phase].take(stepDeps, run);
    const stored = await store(deps, run, step);
    if (stored.isErr()) return err(stored.error);
    if (step.outage !== undefined) return err(step.outage);
    // Another process has taken this step, and continues.
    if (stored.value === undefined) return ok(undefined);
    if (stored.value.finishedAt !== undefined) logFinished(deps.log, stored.value);
  }
  return deps.unitOfWork.run(({ outbox }) =>
    outbox.add([{ type: 'catalogue.mirror-requested', runId, at: deps.clock.now() }]),
  );
}

/** Stores what a step has done. When another process has done the same step, only its records count. */
const store = (
  { unitOfWork, clock }: MirrorProductsDeps,
  before: ProductMirrorRun,
  step: MirrorStep,
): ResultAsync<ProductMirrorRun | undefined, StorageUnavailable> =>
  unitOfWork.run(({ productMirrors }) =>
    productMirrors.lock(before.id).andThen((now) =>
      productMirrors.note(step.records).andThen(() => {
        if (now === undefined || now.phase !== before.phase || now.cursor !== before.cursor) return okAsync(undefined);
        const run = step.outage === undefined ? advanced(now, step, clock.now()) : counted(now, step);
        return productMirrors.save(run).map(() => run);
      }),
    ),
  );

/** The run with the counts of a step. An interrupted step counts only what the next one does not repeat. */
function counted(run: ProductMirrorRun, { counts: done, differences, outage }: MirrorStep): ProductMirrorRun {
  const { counts } = run;
  const isWhole = outage === undefined;
  const found = isWhole ? differences : [];
  return {
    ...run,
    counts: {
      products: counts.products + done.products,
      variants: counts.variants + done.variants,
      created: counts.created + done.created,
      updated: counts.updated + (isWhole || !run.rewrite ? done.updated : 0),
      deactivated: counts.deactivated + done.deactivated,
      refused: counts.refused + (isWhole ? done.refused : 0),
      differences: counts.differences + found.length,
    },
    differences: [...run.differences, ...found].slice(0, maximumDifferences),
  };
}

/** The run at the next step, in the next phase, or finished. */
function advanced(run: ProductMirrorRun, step: MirrorStep, at: Instant): ProductMirrorRun {
  const { cursor: _done, ...rest } = counted(run, step);
  if (step.nextCursor !== undefined) return { ...rest, cursor: step.nextCursor };
  const { next } = phases[run.phase];
  return next === undefined ? { ...rest, finishedAt: at } : { ...rest, phase: next };
}

function logFinished(log: Log, { id: runId, counts, differences }: ProductMirrorRun): void {
  if (counts.differences + counts.refused === 0) log.info({ runId, ...counts }, 'products were mirrored');
  else log.warn({ runId, ...counts, first: differences.slice(0, 10) }, 'products were mirrored, with differences');
}
