import type { MailTexts } from './mail-texts.js';

/** What several mails say. Overrides call it `shared.order`. */
export const sharedTexts = {
  en: {
    order: 'Order {number}',
    orderedOn: 'Ordered on',
    each: '{price} each',
    discount: 'You save',
    shipping: 'Shipping',
    shippingBy: 'Shipping: {method}',
    days: '{min} to {max} days',
    tax: 'Tax',
    total: 'Total',
    taxIncluded: 'Including tax of',
    shippingAddress: 'Shipping address',
    billingAddress: 'Billing address',
    unpaid: 'Please pay {amount} by {deadline}.',
    payNow: 'Pay for your order',
    viewOrder: 'View your order',
    note: 'Your note',
  },
  de: {
    order: 'Bestellung {number}',
    orderedOn: 'Bestellt am',
    each: 'je {price}',
    discount: 'Sie sparen',
    shipping: 'Versand',
    shippingBy: 'Versand: {method}',
    days: '{min} bis {max} Tage',
    tax: 'Steuer',
    total: 'Gesamt',
    taxIncluded: 'Darin enthaltene Steuer',
    shippingAddress: 'Lieferadresse',
    billingAddress: 'Rechnungsadresse',
    unpaid: 'Bitte zahlen Sie {amount} bis {deadline}.',
    payNow: 'Bestellung bezahlen',
    viewOrder: 'Bestellung ansehen',
    note: 'Ihre Nachricht',
  },
} as const satisfies MailTexts;

export type SharedKey = keyof (typeof sharedTexts)['en'];
