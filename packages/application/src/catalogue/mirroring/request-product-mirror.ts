import type { Instant } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type { ProductMirror } from '../../ports/catalogue/product-mirror.js';
import type { ProductDirectory } from '../../ports/read-models/product-directory.js';
import type { ProductMirrorRun } from '../../ports/repositories/catalogue/product-mirror-records.js';
import type { Repositories, UnitOfWork } from '../../ports/repositories/unit-of-work.js';

/** The shop does not mirror its products. */
export type MirrorDisabled = { readonly type: 'product-mirror.disabled' };
export type RequestProductMirrorError = MirrorDisabled | StorageUnavailable;
/**
 * Requests a job that mirrors all products at the payment provider. While a run is not done, it is continued: there is
 * no second one. `rewrite` writes also what has not changed in the shop, which overwrites changes made at the provider.
 */
export type RequestProductMirror = (
  command: { readonly rewrite?: boolean },
  staff: { readonly userId: string },
) => ResultAsync<{ readonly runId: string }, RequestProductMirrorError>;

/**
 * Begins the run of a night, or continues one that is not done. A repeat of the tick returns the same run; `undefined`
 * where products are not mirrored.
 */
export type BeginNightlyProductMirror = (tick: {
  readonly at: Instant;
}) => ResultAsync<{ readonly runId?: string }, StorageUnavailable>;

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly productMirror: Pick<ProductMirror, 'isEnabled'>;
  readonly productDirectory: ProductDirectory;
  readonly clock: Clock;
  readonly ids: Ids;
};

export const makeRequestProductMirror =
  (deps: Deps): RequestProductMirror =>
  ({ rewrite = false }, { userId }) => {
    if (!deps.productMirror.isEnabled) return errAsync({ type: 'product-mirror.disabled' });
    return newRun(deps, { rewrite, requestedBy: userId }).andThen((run) =>
      deps.unitOfWork.run((repositories) =>
        addOrContinue(repositories, run).andThen((runId) =>
          repositories.outbox
            .add([{ type: 'catalogue.mirror-requested', runId, at: run.requestedAt }])
            .map(() => ({ runId })),
        ),
      ),
    );
  };

export const makeBeginNightlyProductMirror =
  (deps: Deps): BeginNightlyProductMirror =>
  ({ at }) => {
    if (!deps.productMirror.isEnabled) return okAsync({});
    return newRun(deps, { rewrite: false, dueAt: at }).andThen((run) =>
      deps.unitOfWork.run((repositories) =>
        repositories.productMirrors
          .ofTick(at)
          .andThen((begun) => (begun === undefined ? addOrContinue(repositories, run) : okAsync(begun.id)))
          .map((runId) => ({ runId })),
      ),
    );
  };

const newRun = (
  { productDirectory, clock, ids }: Deps,
  facts: Pick<ProductMirrorRun, 'rewrite' | 'requestedBy' | 'dueAt'>,
): ResultAsync<ProductMirrorRun, StorageUnavailable> =>
  productDirectory
    .list({}, [], { type: 'page', page: 1, limit: 1 })
    .map(({ meta }) => ('total' in meta ? meta.total : 0))
    .orElse((error) => (error.type === 'list.cursor-malformed' ? okAsync(0) : errAsync(error)))
    .map((total) => ({
      ...facts,
      id: ids.next(),
      requestedAt: clock.now(),
      total,
      phase: 'products',
      counts: { products: 0, variants: 0, created: 0, updated: 0, deactivated: 0, refused: 0, differences: 0 },
      differences: [],
    }));

/** Returns the id of the run that is under way from now on. */
const addOrContinue = ({ productMirrors }: Repositories, run: ProductMirrorRun): ResultAsync<string, never> =>
  productMirrors.add(run).andThen((isNew) =>
    isNew
      ? okAsync(run.id)
      : productMirrors.unfinished().map((unfinished) => {
          if (unfinished === undefined) throw new Error('product mirror run under way not found');
          return unfinished.id;
        }),
  );
