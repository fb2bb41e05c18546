import type { PromotionMessages } from './explain-promotions.js';

/**
 * The English catalogue of `explainPromotions`.
 *
 * @example englishMessages.locale // => 'en'
 */
export const englishMessages: PromotionMessages = {
  locale: 'en',
  'promotion.applied': '{name}: {amount} off.',
  'promotion.malformed': '{name} is not set up correctly.',
  'promotion.not-started': '{name} starts at {startsAt}.',
  'promotion.ended': '{name} ended at {endsAt}.',
  'promotion.below-minimum-subtotal': '{name} applies from {required}; the cart has {actual}.',
  'promotion.below-minimum-quantity': '{name} applies from {required} units; the cart has {actual}.',
  'promotion.not-contained': '{name} applies only together with another product.',
  'promotion.group-not-eligible': '{name} is for other customers.',
  'promotion.not-first-order': '{name} is for first orders only.',
  'promotion.coupon-missing': '{name} needs a coupon code.',
  'promotion.usage-limit-reached': '{name} is used up.',
  'promotion.customer-usage-limit-reached': '{name} is used up for this customer.',
  'promotion.budget-exhausted': '{name} is used up.',
  'promotion.currency-mismatch': '{name} does not apply in {expected}.',
  'promotion.level-stopped': '{name} does not apply after {by}.',
  'promotion.group-lost': '{to} applies instead of {name}.',
  'promotion.not-combinable': '{name} cannot be combined with the promotions that apply.',
  'promotion.no-effect.not-targeted': '{name} is for products that are not in the cart.',
  'promotion.no-effect.nothing-left': '{name}: nothing is left to discount.',
  'promotion.no-effect.not-above-fixed-price': '{name}: the price is low already.',
  'promotion.no-effect.rounds-to-zero': '{name}: the discount rounds to zero.',
  'promotion.no-effect.next-tier': '{name}: {missing} more for {rate} off.',
  'promotion.no-effect.more-units': '{name}: {missing} more to add.',
  'coupon.unknown': 'The code {code} is not valid.',
};
