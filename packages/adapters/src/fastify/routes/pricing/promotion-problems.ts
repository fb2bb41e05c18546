import type {
  AddPromotionError,
  ArchivePromotionError,
  ChangePromotionError,
  DraftRefused,
  GenerateCodesError,
  PreviewPromotionError,
  PromotionNotFound,
  RequestBacktestError,
  StorageUnavailable,
  ViewBacktestError,
} from '@cartwright/application';
import type { OffStep, UnknownCurrency } from '@cartwright/domain';
import type { FieldError } from '../../errors/field-error.js';
import { defect, storageProblems } from '../../errors/unavailable-problems.js';
import type { Problems } from '../../errors/problem.js';
import { tooManyLinesProblems } from '../cart/cart-problems.js';
import { couponProblems, pricingProblems, shippingProblems, variantProblems } from '../cart/pricing-problems.js';
import { setupProblems } from './setup-problems.js';

export const promotionNotFoundProblems = {
  'promotion.not-found': {
    status: 404,
    title: 'Promotion not found',
    detail: 'The promotion does not exist.',
    hint: '`GET /admin/promotions` lists them.',
  },
  ...storageProblems,
} satisfies Problems<PromotionNotFound | StorageUnavailable>;

/** `path` is a path of the domain, such as `effect.tiers[0].rate`. */
const errorAt = (path: string, message: string): { readonly errors: readonly FieldError[] } => ({
  errors: [{ field: path.replaceAll(/\[(\d+)\]/gu, '.$1'), code: 'format', params: {}, message }],
});
const { 'money.off-step': offStep, 'money.unknown-currency': unknownCurrency } = setupProblems('');

/** `path` is the amount in the promotion; absent if a price of the cart is wrong. */
type InPromotion<E> = E & { readonly path?: string };

/** Refusals of a draft, by field. */
const malformedProblems = {
  'promotion.period-empty': {
    status: 422,
    title: 'The period is empty',
    detail: 'The end of the promotion is not after its start.',
    hint: '`conditions.endsAt` must be after `conditions.startsAt`.',
    facts: ({ startsAt, endsAt }) => ({ startsAt, endsAt, ...errorAt('conditions.endsAt', 'is not after the start') }),
  },
  'pricing.promotion-malformed': {
    status: 422,
    title: 'The promotion is malformed',
    detail: 'A field has an invalid value.',
    hint: '`errors` names the field with an invalid value.',
    facts: ({ path }) => errorAt(path, 'has an invalid value'),
  },
  'pricing.promotion-target-unsuitable': {
    status: 422,
    title: 'The effect does not suit the target',
    detail: 'The target and the effect do not match.',
    hint: '`freeShipping` is for shipping, and `buyXGetY` for lines and orders.',
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
} satisfies Problems<DraftRefused>;

export const addPromotionProblems = { ...malformedProblems, ...storageProblems } satisfies Problems<AddPromotionError>;

export const archivePromotionProblems = {
  'promotion.stale': {
    status: 412,
    title: 'The promotion has changed',
    detail: 'Somebody else has changed it. Load it again.',
    hint: 'The version no longer matches `If-Match`.',
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
    title: 'The promotion does not use generated codes',
    detail: 'The promotion does not use single-use codes.',
    hint: 'Set `conditions.singleUse` to true first.',
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

export const requestBacktestProblems = {
  ...addPromotionProblems,
  'promotion.backtest-period-invalid': {
    status: 422,
    title: 'Invalid period',
    detail: 'The end must be after the start, and at most ten years later.',
  },
} satisfies Problems<RequestBacktestError>;

export const viewBacktestProblems = {
  'promotion.backtest-not-found': {
    status: 404,
    title: 'Backtest not found',
    detail: 'No backtest has this id.',
  },
  ...storageProblems,
} satisfies Problems<ViewBacktestError>;
