import type {
  AddPromotionError,
  ArchivePromotionError,
  ChangePromotionError,
  GenerateCodesError,
  PreviewPromotionError,
  PromotionNotFound,
  StorageUnavailable,
} from '@cartwright/application';
import type { OffStep, PromotionError, UnknownCurrency } from '@cartwright/domain';
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

/** `path` is one of the domain's, such as `effect.tiers[0].rate`. */
const errorAt = (path: string, message: string) => ({
  errors: [{ field: path.replaceAll(/\[(\d+)\]/gu, '.$1'), code: 'format', params: {}, message }],
});
const { 'money.off-step': offStep, 'money.unknown-currency': unknownCurrency } = setupProblems('');

/** `path` leads to the amount in the promotion; absent where it is a price of the cart that is wrong. */
type InPromotion<E> = E & { readonly path?: string };

/** What `checkPromotion` refuses, by field. */
const malformedProblems = {
  'pricing.promotion-malformed': {
    status: 422,
    title: 'The promotion is malformed',
    detail: '`errors` names the field that has a value that it cannot have.',
    facts: ({ path }) => errorAt(path, 'has a value that it cannot have'),
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
  'money.unknown-currency': {
    ...unknownCurrency,
    facts: ({ currency, path }: InPromotion<UnknownCurrency>) => ({
      currency,
      ...(path === undefined ? {} : errorAt(`${path}.currency`, 'is not a currency of ISO 4217')),
    }),
  },
  'money.off-step': {
    ...offStep,
    facts: ({ amount, step, path }: InPromotion<OffStep>) => ({
      amount,
      step,
      ...(path === undefined ? {} : errorAt(`${path}.amount`, `is not a multiple of ${step} minor units`)),
    }),
  },
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
