import type { Fields } from './fields.js';

export const cartFields: Fields = {
  queries: {
    cart: 'viewCart',
    shippingOptions: 'listShippingOptions',
  },
  mutations: [
    'createCart',
    'claimCart',
    'addLine',
    'setLine',
    'removeLine',
    'addCoupon',
    'removeCoupon',
    'setCheckout',
  ],
};
