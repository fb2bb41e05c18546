import type { Address, Order, Refund } from '@cartwright/domain';
import { manualProvider } from '../paying/by-hand/manual-provider.js';

/** Stands in erased orders. No mail is sent there: nobody can have an address below `.invalid` (RFC 2606). */
export const erasedEmail = 'erased@erased.invalid';

/** Whether an order's personal data was erased. */
export const isErased = ({ email }: Pick<Order, 'email'>): boolean => email === erasedEmail;

/** Whether no mail says who paid, as a stored mail would outlive the refund. Staff see the payment at the order. */
export const isPayerUnmailed = (order: Pick<Order, 'email'>, provider: string): boolean =>
  isErased(order) && provider === manualProvider;

/** Whether something is still to happen to an order. */
export const isOpen = ({ status }: Pick<Order, 'status'>): boolean =>
  status !== 'delivered' && status !== 'cancelled' && status !== 'returned';

/**
 * An order without what it says of its buyer. Sums, tax, country and region stay, and so do the facts that its status
 * follows from. A new field of orders does not compile until it is stated here whether it stays.
 *
 * @example erasedOrder(order).shippingAddress // { fullName: '', line1: '', country: 'DE', region: 'BY' }
 */
export function erasedOrder(whole: Order): Order {
  const order = withoutPayers(whole);
  const entries = Object.entries(order).map(([field, value]) => {
    const erase = fields[field as keyof Order] as 'kept' | ((value: unknown) => unknown) | undefined;
    return [field, erase === 'kept' || value === undefined ? value : erase?.(value)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Order;
}

/** Whether money is to go back by hand: by the reference of the transfer, staff find the bank account. */
export const owesPayer = ({ refunds, dueBack }: Pick<Order, 'refunds' | 'dueBack'>): boolean =>
  dueBack.amount > 0 || refunds.some(({ provider, status }) => provider === manualProvider && status === 'pending');

/** An erased order without who paid by transfer, once no money is owed; any other order as it is. */
export const withoutSettledPayers = (order: Order): Order =>
  isErased(order) && !owesPayer(order) ? erasedOrder(order) : order;

/**
 * The reference of a transfer often names who paid. A number takes its place, the same wherever the payment is named;
 * those of payment providers are ids of theirs. While money is owed, the reference stays.
 */
function withoutPayers(order: Order): Order {
  if (owesPayer(order)) return order;
  const manual = order.payments.filter(({ provider }) => provider === manualProvider);
  const erased = new Map(manual.map(({ reference }, index) => [reference, `erased-${index + 1}`]));
  const named = (provider: string, reference: string): string =>
    provider === manualProvider ? (erased.get(reference) ?? 'erased') : reference;
  return {
    ...order,
    payments: order.payments.map((payment) => ({
      ...payment,
      reference: named(payment.provider, payment.reference),
    })),
    refunds: order.refunds.map((refund) => ({
      ...refund,
      paymentReference: named(refund.provider, refund.paymentReference),
    })),
  };
}

/** Staff write why a refund by hand failed; providers report a code. */
function withoutTexts(refund: Refund): Refund {
  const erased = { ...refund, reason: '' };
  if (refund.provider !== manualProvider) return erased;
  const { failure: _text, ...withoutFailure } = erased;
  return withoutFailure;
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
  namesLocale: 'kept',
  metadata: () => undefined,
  digitalConsentAt: 'kept',
  cheapestShipping: 'kept',
  placedAt: 'kept',
  pricing: 'kept',
  descriptions: 'kept',
  payments: 'kept',
  processingPayments: 'kept',
  failedPayments: 'kept',
  refunds: (refunds) => refunds.map(withoutTexts),
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
