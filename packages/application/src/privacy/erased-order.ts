import type { Address, Order } from '@cartwright/domain';

/** Stands in erased orders. No mail is sent there: nobody can have an address below `.invalid` (RFC 2606). */
export const erasedEmail = 'erased@erased.invalid';

/** Whether an order's personal data was erased. */
export const isErased = ({ email }: Pick<Order, 'email'>): boolean => email === erasedEmail;

/** Whether something is still to happen to an order. */
export const isOpen = ({ status }: Pick<Order, 'status'>): boolean =>
  status !== 'delivered' && status !== 'cancelled' && status !== 'returned';

/**
 * An order without what it says of its buyer. Sums, tax, country and region stay, and so do the facts that its status
 * follows from. A new field of orders does not compile until it is stated here whether it stays.
 *
 * @example erasedOrder(order).shippingAddress // { fullName: '', line1: '', country: 'DE', region: 'BY' }
 */
export function erasedOrder(order: Order): Order {
  const entries = Object.entries(order).map(([field, value]) => {
    const erase = fields[field as keyof Order] as 'kept' | ((value: unknown) => unknown) | undefined;
    return [field, erase === 'kept' || value === undefined ? value : erase?.(value)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Order;
}

const withoutStreet = ({ country, region }: Address): Address => ({
  fullName: '',
  line1: '',
  country,
  ...(region === undefined ? {} : { region }),
});

/** People explain themselves in texts. */
const withoutReason = <Fact extends { readonly reason?: string | undefined }>({ reason: _reason, ...fact }: Fact) =>
  fact;
const eachWithoutReason = (all: readonly { readonly reason?: string | undefined }[]) => all.map(withoutReason);

type Erased<Value> = 'kept' | ((value: Exclude<Value, undefined>) => unknown);

const fields: { readonly [Field in keyof Order]-?: Erased<Order[Field]> } = {
  schemaVersion: 'kept',
  id: 'kept',
  number: 'kept',
  customerId: 'kept',
  email: () => erasedEmail,
  shippingAddress: withoutStreet,
  billingAddress: withoutStreet,
  vatNumber: () => undefined,
  delivery: 'kept',
  note: () => undefined,
  locale: 'kept',
  metadata: () => undefined,
  digitalConsentAt: 'kept',
  cheapestShipping: 'kept',
  placedAt: 'kept',
  pricing: 'kept',
  descriptions: 'kept',
  payments: 'kept',
  processingPayments: 'kept',
  failedPayments: 'kept',
  refunds: (refunds) => refunds.map((refund) => ({ ...refund, reason: '' })),
  disputes: 'kept',
  // The number leads to the address at the carrier.
  shipments: (shipments) => shipments.map(({ trackingNumber: _number, ...shipment }) => shipment),
  returns: eachWithoutReason,
  unitCancellations: eachWithoutReason,
  unitWaivers: eachWithoutReason,
  withdrawals: 'kept',
  original: ({ shippingAddress }) => ({
    email: erasedEmail,
    ...(shippingAddress === undefined ? {} : { shippingAddress: withoutStreet(shippingAddress) }),
  }),
  paidAt: 'kept',
  digitalDeliveredAt: 'kept',
  cancellation: withoutReason,
  status: 'kept',
  paymentStatus: 'kept',
  dueBack: 'kept',
};
