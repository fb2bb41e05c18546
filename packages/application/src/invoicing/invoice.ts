import type { Address, CurrencyCode, Instant, Money, Order, Rate, TaxReport } from '@cartwright/domain';

/** Who sells: what stands at the head of an invoice. */
export type Seller = { readonly name: string; readonly address: readonly string[] };

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

/** Money that came, or went back. */
export type InvoicePayment = {
  readonly provider: string;
  readonly reference: string;
  readonly amount: Money;
  readonly at: Instant;
};
export type InvoiceRefund = {
  /** `pending` is on its way; what a bank took back for the buyer is `disputed`. */
  readonly status: 'confirmed' | 'pending' | 'disputed';
  readonly amount: Money;
  readonly at: Instant;
};

/**
 * Everything that an invoice says. `subtotal` − `discounts` + `shipping` is `total`, with the taxes on top where they
 * are not included; nothing in it is reckoned anew, it is the breakdown that the order was placed with.
 */
export type Invoice = {
  /** The order's, which has one invoice. */
  readonly number: string;
  readonly currency: CurrencyCode;
  /** When the order was paid in full. */
  readonly issuedAt: Instant;
  readonly orderedAt: Instant;
  readonly cancelledAt?: Instant;
  readonly paymentStatus: Exclude<Order['paymentStatus'], 'unpaid' | 'processing'>;
  readonly seller: Seller;
  readonly email: string;
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
  readonly payments: readonly InvoicePayment[];
  /** Those that failed are left out: that money never went. */
  readonly refunds: readonly InvoiceRefund[];
};

/**
 * The invoice of an order; none before the order was paid in full.
 *
 * @example invoiceOf(order, { name: 'Mill Lane Pottery', address: ['1 Mill Lane', 'Ockham'] })?.number // '7K3F-9QXM2A'
 */
export function invoiceOf(order: Order, seller: Seller): Invoice | undefined {
  const { pricing, paymentStatus, billingAddress, shippingAddress, cancellation } = order;
  if (paymentStatus === 'unpaid' || paymentStatus === 'processing') return undefined;
  const billTo = billingAddress ?? shippingAddress;
  return {
    number: order.number,
    currency: pricing.currency,
    issuedAt: paidAt(order),
    orderedAt: order.placedAt,
    ...(cancellation === undefined ? {} : { cancelledAt: cancellation.at }),
    paymentStatus,
    seller,
    email: order.email,
    ...(billTo === undefined ? {} : { billTo }),
    ...(shippingAddress === undefined ? {} : { shipTo: shippingAddress }),
    lines: linesOf(order),
    subtotal: pricing.subtotal,
    discounts: discountsOf(order, ({ level }) => level !== 'shipping'),
    ...(pricing.shipping === undefined
      ? {}
      : {
          shipping: {
            method: pricing.shipping.method,
            charge: pricing.shipping.charge,
            discounts: discountsOf(order, ({ level }) => level === 'shipping'),
            total: pricing.shipping.total,
          },
        }),
    taxIncluded: pricing.taxIncluded,
    taxes: pricing.taxes,
    total: pricing.total,
    payments: order.payments.map(({ provider, reference, amount, at }) => ({ provider, reference, amount, at })),
    refunds: refundsOf(order),
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

/** The payment that completed the total; an order without anything to pay was paid as it was placed. */
function paidAt({ pricing, payments, placedAt }: Order): Instant {
  let captured = 0;
  let at = placedAt;
  for (const payment of payments) {
    if (captured >= pricing.total.amount) break;
    captured += payment.amount.amount;
    at = payment.at;
  }
  return at;
}

function refundsOf({ refunds, disputes }: Order): readonly InvoiceRefund[] {
  const all: readonly InvoiceRefund[] = [
    ...refunds.flatMap(({ status, amount, requestedAt, settledAt }) =>
      status === 'failed' ? [] : [{ status, amount, at: settledAt ?? requestedAt }],
    ),
    ...disputes.flatMap(({ status, amount, openedAt, settledAt }) =>
      status === 'lost' ? [{ status: 'disputed' as const, amount, at: settledAt ?? openedAt }] : [],
    ),
  ];
  return all.toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at));
}
