import type { Address, CurrencyCode, Instant, Money, Order, Rate, TaxReport } from '@cartwright/domain';

/** The seller, as the head of an invoice states it. */
export type Seller = {
  readonly name: string;
  readonly address: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly vatNumber?: string;
};

/**
 * One line as it was sold. `total` is what is left after `discount`; tax is within it or comes on top, as the invoice
 * says.
 */
export type InvoiceLine = {
  readonly name: string;
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly discount: Money;
  /** Absent: of no tax class. */
  readonly taxRate?: Rate;
  readonly tax: Money;
  readonly total: Money;
};

/** What a promotion took off. */
export type InvoiceDiscount = { readonly name: string; readonly amount: Money };

/** Money that came. */
export type InvoicePayment = {
  readonly provider: string;
  readonly reference: string;
  readonly amount: Money;
  readonly at: Instant;
};

/**
 * Everything that an invoice says. `subtotal` − `discounts` + `shipping` is `total`, with the taxes on top where they
 * are not included; nothing in it is reckoned anew, it is the breakdown that the order was placed with.
 */
export type Invoice = {
  readonly type: 'invoice';
  readonly number: string;
  readonly issuedAt: Instant;
  readonly orderNumber: string;
  readonly orderedAt: Instant;
  /** When the order was paid in full. */
  readonly paidAt: Instant;
  readonly currency: CurrencyCode;
  /** Of the days on it: an IANA name. */
  readonly timeZone: string;
  readonly seller: Seller;
  readonly email: string;
  /** Of the buyer. */
  readonly vatNumber?: string;
  readonly billTo?: Address;
  readonly shipTo?: Address;
  readonly lines: readonly InvoiceLine[];
  readonly subtotal: Money;
  readonly discounts: readonly InvoiceDiscount[];
  readonly shipping?: {
    readonly method: string;
    readonly charge: Money;
    readonly discounts: readonly InvoiceDiscount[];
    readonly total: Money;
  };
  readonly taxIncluded: boolean;
  readonly taxes: readonly TaxReport[];
  readonly total: Money;
  /** Those that completed the total. */
  readonly payments: readonly InvoicePayment[];
};

/** An invoice before its number is taken. */
export type UnnumberedInvoice = Omit<Invoice, 'number' | 'issuedAt'>;

/** What an invoice says besides its order. */
export type InvoiceFacts = Pick<Invoice, 'number' | 'issuedAt' | 'seller' | 'timeZone'>;

/**
 * The invoice of an order; none of an order that was not paid.
 *
 * @example
 * const seller = { name: 'Mill Lane Pottery', address: [] };
 * invoiceOf(order, { number: 'INV-000001', issuedAt, seller, timeZone: 'UTC' })?.orderNumber // '7K3F-9QXM2A'
 */
export function invoiceOf(order: Order, { number, issuedAt, ...facts }: InvoiceFacts): Invoice | undefined {
  const unnumbered = unnumberedInvoiceOf(order, facts);
  return unnumbered === undefined ? undefined : numberedInvoice(unnumbered, { number, issuedAt });
}

/** Adds its number and date to an invoice. */
export const numberedInvoice = (
  { type, ...content }: UnnumberedInvoice,
  { number, issuedAt }: Pick<Invoice, 'number' | 'issuedAt'>,
): Invoice => ({ type, number, issuedAt, ...content });

/** The invoice of an order before its number is taken; none of an order that was not paid. */
export function unnumberedInvoiceOf(
  order: Order,
  facts: Omit<InvoiceFacts, 'number' | 'issuedAt'>,
): UnnumberedInvoice | undefined {
  const { pricing, paidAt, billingAddress, shippingAddress, vatNumber } = order;
  if (paidAt === undefined) return undefined;
  const billTo = billingAddress ?? shippingAddress;
  return {
    type: 'invoice',
    ...facts,
    orderNumber: order.number,
    orderedAt: order.placedAt,
    paidAt,
    currency: pricing.currency,
    email: order.email,
    ...(vatNumber === undefined ? {} : { vatNumber }),
    ...(billTo === undefined ? {} : { billTo }),
    ...(shippingAddress === undefined ? {} : { shipTo: shippingAddress }),
    lines: linesOf(order),
    subtotal: pricing.subtotal,
    discounts: discountsOf(order, ({ level }) => level !== 'shipping'),
    ...(pricing.shipping === undefined
      ? {}
      : {
          shipping: {
            method: order.delivery?.name ?? pricing.shipping.method,
            charge: pricing.shipping.charge,
            discounts: discountsOf(order, ({ level }) => level === 'shipping'),
            total: pricing.shipping.total,
          },
        }),
    taxIncluded: pricing.taxIncluded,
    taxes: pricing.taxes,
    total: pricing.total,
    payments: paymentsOf(order),
  };
}

const linesOf = ({ pricing, descriptions }: Order): readonly InvoiceLine[] =>
  pricing.lines.map(({ variantId, quantity, unitPrice, discountTotal, taxRate, tax, total }) => ({
    name: descriptions[variantId]?.name ?? variantId,
    sku: descriptions[variantId]?.sku ?? '',
    quantity,
    unitPrice,
    discount: discountTotal,
    ...(taxRate === undefined ? {} : { taxRate }),
    tax,
    total,
  }));

type Applied = Order['pricing']['applied'][number];

const discountsOf = ({ pricing }: Order, isMeant: (applied: Applied) => boolean): readonly InvoiceDiscount[] =>
  pricing.applied.filter(isMeant).map(({ name, amount }) => ({ name, amount }));

/** What was paid later is not a part of the sale. */
function paymentsOf({ pricing, payments }: Order): readonly InvoicePayment[] {
  let captured = 0;
  return payments.flatMap(({ provider, reference, amount, at }) => {
    if (captured >= pricing.total.amount) return [];
    captured += amount.amount;
    return [{ provider, reference, amount, at }];
  });
}
