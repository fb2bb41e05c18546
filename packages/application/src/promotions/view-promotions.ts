import type { CurrencyCode, Money, PromotionId } from '@cartwright/domain';
import { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { PromotionTotals, StoredPromotion } from '../ports/repositories/promotion-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { requirePromotion, type PromotionNotFound } from './expected-promotion.js';

type Deps = { readonly unitOfWork: UnitOfWork; readonly storeCurrency: CurrencyCode };

/** A promotion with what it has done so far. */
export type PromotionWithUsage = StoredPromotion & {
  /** `spent` is in the currency of its budget, else in the store's. */
  readonly usage: { readonly uses: number; readonly spent: Money };
  /** All that it took off. */
  readonly spentByCurrency: readonly Money[];
};

/** Every promotion in the order of creation; archived ones only if they are wanted. */
export type ListPromotions = (query: {
  readonly archived?: boolean;
}) => ResultAsync<readonly PromotionWithUsage[], StorageUnavailable>;

export const makeListPromotions =
  ({ unitOfWork, storeCurrency }: Deps): ListPromotions =>
  ({ archived = false }) =>
    unitOfWork.read(({ promotions }) =>
      ResultAsync.combine([promotions.list(), promotions.totals()]).map(([all, totals]) =>
        all
          .filter(({ archivedAt }) => archived || archivedAt === undefined)
          .map((stored) => withUsage(stored, totals[stored.promotion.id], storeCurrency)),
      ),
    );

function withUsage(
  stored: StoredPromotion,
  { uses, spent }: PromotionTotals = { uses: 0, spent: [] },
  storeCurrency: CurrencyCode,
): PromotionWithUsage {
  const currency = stored.promotion.conditions?.budget?.currency ?? storeCurrency;
  return {
    ...stored,
    usage: { uses, spent: spent.find((amount) => amount.currency === currency) ?? { amount: 0, currency } },
    spentByCurrency: spent.toSorted((one, other) => (one.currency < other.currency ? -1 : 1)),
  };
}

export type ViewPromotion = (query: {
  readonly promotionId: PromotionId;
}) => ResultAsync<PromotionWithUsage, PromotionNotFound | StorageUnavailable>;

export const makeViewPromotion =
  (deps: Deps): ViewPromotion =>
  ({ promotionId }) =>
    makeListPromotions(deps)({ archived: true }).andThen((all) => {
      const found = all.find(({ promotion: { id } }) => id === promotionId);
      return requirePromotion(promotionId, found).map((stored) => stored as PromotionWithUsage);
    });
