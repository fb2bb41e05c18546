import type { Instant, Money, Promotion, PromotionId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** A secret promotion is not shown before its code is entered. */
export type PromotionVisibility = 'public' | 'secret';

/** A promotion and what the shop keeps beside it. */
export type StoredPromotion = {
  readonly promotion: Promotion;
  /** Absent: secret where a code opens it. */
  readonly visibility?: PromotionVisibility;
  /** An archived promotion applies to no cart. */
  readonly archivedAt?: Instant;
};

/** Orders that a promotion was applied to, cancelled ones left out, and what it took off them, by currency. */
export type PromotionTotals = { readonly uses: number; readonly spent: readonly Money[] };

/** Promotions, with the orders and the single-use codes of each. */
export type PromotionRecords = {
  /** All promotions, archived ones too, by id. */
  readonly list: () => ResultAsync<readonly StoredPromotion[], never>;
  /** By promotion; one that was never applied is missing. */
  readonly totals: () => ResultAsync<Readonly<Record<PromotionId, PromotionTotals>>, never>;
  /** A promotion, locked until the transaction ends. */
  readonly lock: (id: PromotionId) => ResultAsync<StoredPromotion | undefined, never>;
  /** Replaces the promotion of that id, or adds it. */
  readonly save: (stored: StoredPromotion) => ResultAsync<void, never>;
  /** Adds free codes, in normalised form, which no promotion has yet. */
  readonly addCodes: (id: PromotionId, codes: readonly string[]) => ResultAsync<void, never>;
};
