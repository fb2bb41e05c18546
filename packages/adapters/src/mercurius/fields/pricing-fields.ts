import type { Fields } from './fields.js';

export const pricingFields: Fields = {
  queries: {
    promotions: 'listPromotions',
    promotion: 'viewPromotion',
    promotionBacktest: 'viewBacktest',
    shippingMethods: 'listShippingMethods',
    shippingMethod: 'viewShippingMethod',
    taxRules: 'viewTaxRules',
    minimumOrderRules: 'viewMinimumOrderRules',
  },
  mutations: [
    'addPromotion',
    'changePromotion',
    'archivePromotion',
    'previewPromotion',
    'requestBacktest',
    'addShippingMethod',
    'changeShippingMethod',
    'removeShippingMethod',
    'setTaxRules',
    'removeTaxRules',
    'setMinimumOrderRules',
  ],
};
