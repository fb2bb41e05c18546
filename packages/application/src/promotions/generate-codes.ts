import { normaliseCouponCode, type PromotionId } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { StoredPromotion } from '../ports/repositories/promotion-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import {
  lockExpectedPromotion,
  requireNotArchived,
  type PromotionArchived,
  type PromotionNotFound,
} from './expected-promotion.js';

/** The promotion does not ask for generated codes: `conditions.singleUse` is not true. */
export type PromotionNotSingleUse = { readonly type: 'promotion.not-single-use'; readonly promotionId: PromotionId };
export type GenerateCodesCommand = {
  readonly promotionId: PromotionId;
  /** 1 to `maximumCodes`. */
  readonly count: number;
  /** With which each code begins. */
  readonly prefix?: string;
};
export type GenerateCodesError = PromotionNotFound | PromotionArchived | PromotionNotSingleUse | StorageUnavailable;
/** Makes codes of which each applies the promotion to one order. A code is free again when its order is cancelled. */
export type GenerateCodes = (command: GenerateCodesCommand) => ResultAsync<readonly string[], GenerateCodesError>;

/** Codes of one request. */
export const maximumCodes = 10_000;

export const makeGenerateCodes =
  ({ unitOfWork, secrets }: { readonly unitOfWork: UnitOfWork; readonly secrets: Secrets }): GenerateCodes =>
  ({ promotionId, count, prefix = '' }) => {
    const codes = Array.from({ length: count }, () => `${prefix}${randomCode(secrets)}`);
    return unitOfWork
      .run(({ promotions }) =>
        lockExpectedPromotion(promotions, { promotionId })
          .andThen(requireNotArchived)
          .andThen((stored) => (isSingleUse(stored) ? ok(stored) : err(notSingleUse(promotionId))))
          .andThen(() => promotions.addCodes(promotionId, codes.map(normaliseCouponCode))),
      )
      .map(() => codes)
      .mapErr((error) => {
        // Without an expectation nobody is refused.
        if (error.type === 'promotion.stale') throw new Error('a promotion without an expectation was stale');
        return error;
      });
  };

const isSingleUse = ({ promotion: { conditions } }: StoredPromotion): boolean => conditions?.singleUse === true;
const notSingleUse = (promotionId: PromotionId): PromotionNotSingleUse => ({
  type: 'promotion.not-single-use',
  promotionId,
});

/** Crockford's alphabet: no letter that is taken for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 16 characters of 5 random bits each: nobody guesses one of 80 bits. */
function randomCode(secrets: Secrets): string {
  const secret = secrets.generate();
  return Array.from({ length: 16 }, (_, at) =>
    alphabet.charAt(base64url.indexOf(secret.charAt(at)) % alphabet.length),
  ).join('');
}
