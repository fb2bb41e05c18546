import type { VariantId } from '@cartwright/domain';
import type { Clock } from '../../ports/clock.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../../ports/failures.js';
import type { MirrorRefused, ProductMirror } from '../../ports/catalogue/product-mirror.js';
import type {
  MirrorCounts,
  MirrorDifference,
  ProductMirrorRun,
  WrittenRecord,
} from '../../ports/repositories/catalogue/product-mirror-records.js';
import type { Secrets } from '../../ports/secrets.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { WantedContext } from './wanted-variants.js';

export type MirrorStepDeps = Omit<WantedContext, 'at'> & {
  readonly unitOfWork: UnitOfWork;
  readonly productMirror: ProductMirror;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, 'digest'>;
};

/** What a step of a run has done so far. */
export type MirrorStep = {
  readonly records: WrittenRecord[];
  readonly differences: MirrorDifference[];
  readonly counts: { -readonly [Name in Exclude<keyof MirrorCounts, 'differences'>]: number };
  /** Where the next step of the phase begins; absent at its end, and where the step was cut short. */
  nextCursor?: string;
  /** Why the step was cut short: what it has done is stored, and the rest is done again. */
  outage?: PaymentsUnavailable | StorageUnavailable;
};

/** Does one step of a phase. */
export type TakeStep = (deps: MirrorStepDeps, run: ProductMirrorRun) => Promise<MirrorStep>;

export const emptyStep = (): MirrorStep => ({
  records: [],
  differences: [],
  counts: { products: 0, variants: 0, created: 0, updated: 0, deactivated: 0, refused: 0 },
});

/** Notes why a variant was not written. Returns whether the provider can be called further. */
export function noteFailure(
  step: MirrorStep,
  variantId: VariantId,
  error: MirrorRefused | PaymentsUnavailable,
): boolean {
  if (error.type === 'payments.unavailable') {
    step.outage = error;
    return false;
  }
  step.counts.refused += 1;
  step.differences.push({ type: 'product.refused', variantId, reason: error.reason });
  return true;
}

/** Calls of the provider at the same time. */
const concurrency = 4;

/** Runs `act` on each item, a few at a time. After one returns `false`, no further one begins. */
export async function forEachOf<Item>(items: readonly Item[], act: (item: Item) => Promise<boolean>): Promise<void> {
  const left = [...items];
  let isStopped = false;
  const work = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined && !isStopped; item = left.shift())
      if (!(await act(item))) isStopped = true;
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}
