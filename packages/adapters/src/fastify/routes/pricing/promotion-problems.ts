import type {
  AddPromotionError,
  ArchivePromotionError,
  ChangePromotionError,
  GenerateCodesError,
  PreviewPromotionError,
  PromotionNotFound,
  StorageUnavailable,
} from '@cartwright/application';
import type { PromotionError } from '@cartwright/domain';
import { defect, storageProblems } from '../../errors/unavailable-problems.js';
import type { Problems } from '../../errors/problem.js';
import { tooManyLinesProblems } from '../cart/cart-problems.js';
import { couponProblems, pricingProblems, shippingProblems, variantProblems } from '../cart/pricing-problems.js';
import { setupProblems } from './setup-problems.js';

export const promotionNotFoundProblems = {
  'promotion.not-found': {
    status: 404,
    title: 'There is no such promotion',
    detail: 'GET /admin/promotions lists them.',
  },
  ...storageProblems,
} satisfies Problems<PromotionNotFound | StorageUnavailable>;

const errorAt = (field: string, message: string) => ({ errors: [{ field, code: 'format', params: {}, message }] });
const { 'money.off-step': offStep, 'money.unknown-currency': unknownCurrency } = setupProblems('');

/** What `checkPromotion` refuses, by field. */
const malformedProblems = {
  'pricing.promotion-malformed': {
    status: 422,
    title: 'The promotion is malformed',
    detail: '`errors` names the field that has a value that it cannot have.',
    facts: ({ path }) => errorAt(path.replaceAll(/\[(\d+)\]/gu, '.$1'), 'has a value that it cannot have'),
  },
  'pricing.promotion-target-unsuitable': {
    status: 422,
    title: 'The effect does not suit the target',
    detail: '`freeShipping` is for shipping, and `buyXGetY` for lines and orders.',
    facts: ({ target, effect }) => ({
      target,
      effect,
      ...errorAt('effect.type', `does not suit the target ${target}`),
    }),
  },
  'money.unknown-currency': unknownCurrency,
  'money.off-step': offStep,
} satisfies Problems<PromotionError>;

export const addPromotionProblems = { ...malformedProblems, ...storageProblems } satisfies Problems<AddPromotionError>;

export const archivePromotionProblems = {
  'promotion.stale': {
    status: 412,
    title: 'The promotion has changed',
    detail: 'It is no longer that of `If-Match`. Read it again.',
  },
  ...promotionNotFoundProblems,
} satisfies Problems<ArchivePromotionError>;

const archivedProblems = {
  'promotion.archived': {
    status: 409,
    title: 'The promotion is archived',
    detail: 'It can be read and no longer changed.',
  },
} as const;

export const changePromotionProblems = {
  ...malformedProblems,
  ...archivePromotionProblems,
  ...archivedProblems,
} satisfies Problems<ChangePromotionError>;

export const generateCodesProblems = {
  ...promotionNotFoundProblems,
  ...archivedProblems,
  'promotion.not-single-use': {
    status: 422,
    title: 'The promotion does not ask for generated codes',
    detail: 'Set `conditions.singleUse` to true first.',
  },
} satisfies Problems<GenerateCodesError>;

export const previewPromotionProblems = {
  ...pricingProblems,
  ...malformedProblems,
  ...variantProblems,
  ...shippingProblems,
  ...tooManyLinesProblems,
  'cart.coupon-code-empty': couponProblems['cart.coupon-code-empty'],
  'cart.too-many-coupons': couponProblems['cart.too-many-coupons'],
  'money.currency-mismatch': defect,
  ...storageProblems,
} satisfies Problems<PreviewPromotionError>;
