import type { HandleProviderEventError, PaymentsUnavailable, StartPaymentError } from '@cartwright/application';
import type { ConfirmSandboxPaymentError } from '../../../sandbox-payments/sandbox-gateway.js';
import type { SandboxPaymentNotFound } from '../../../sandbox-payments/sandbox-payment-store.js';
import type { Problems } from '../../errors/problem.js';
import { idempotencyProblems, viewOrderProblems } from '../orders/order-problems.js';
import { defect, paymentsUnavailableProblems, storageProblems } from '../../errors/unavailable-problems.js';

export const startPaymentProblems: Problems<
  StartPaymentError | { readonly type: 'idempotency.key-missing' } | { readonly type: 'idempotency.key-malformed' }
> = {
  ...idempotencyProblems,
  ...viewOrderProblems,
  ...paymentsUnavailableProblems,
  'order.not-payable': {
    status: 409,
    title: 'The order cannot be paid',
    detail: 'Only a pending order can be paid; `orderStatus` is what it is.',
    facts: ({ orderId, status }) => ({ orderId, orderStatus: status }),
  },
  'order.payment-in-progress': {
    status: 409,
    title: 'A payment is in progress',
    detail: 'A payment of this order is under way, which can take days. No other one starts before it has ended.',
    facts: ({ orderId, status }) => ({ orderId, orderStatus: status }),
  },
  'order.below-payment-minimum': {
    status: 422,
    title: 'What is left to pay is too small',
    detail: 'The payment provider takes at least `minimum`; `total` is left.',
  },
  'payment.return-url-not-allowed': {
    status: 422,
    title: 'Customers are not sent there',
    detail: 'The URL in `field` is not on an origin of the shop.',
  },
  'payment.refused': {
    status: 422,
    title: 'The payment provider refuses',
    detail: '`reason` is what it says.',
  },
};

export const confirmSandboxProblems = {
  'sandbox-payment.not-found': {
    status: 404,
    title: 'There is no such payment',
    detail: 'The sandbox does not know it.',
  },
  'sandbox-payment.unknown-method': {
    status: 422,
    title: 'The sandbox does not know this payment method',
    detail: "It takes Stripe's test payment methods, such as pm_card_visa.",
  },
  'sandbox-payment.already-succeeded': {
    status: 409,
    title: 'The payment has succeeded already',
    detail: 'Nothing was changed.',
  },
  'sandbox-payment.processing': {
    status: 409,
    title: 'The payment is in progress',
    detail: 'It was made by a method that takes time. Nothing was changed.',
  },
  'sandbox-payment.ended': {
    status: 409,
    title: 'The payment has ended',
    detail: 'The shop no longer wants it; nothing was changed.',
  },
  ...paymentsUnavailableProblems,
} satisfies Problems<ConfirmSandboxPaymentError>;

/** What the sandbox's page cannot show, or cannot do. */
export const sandboxCheckoutProblems = {
  'sandbox-payment.not-found': confirmSandboxProblems['sandbox-payment.not-found'],
  ...paymentsUnavailableProblems,
} satisfies Problems<SandboxPaymentNotFound | PaymentsUnavailable>;

/** The sandbox only tells the shop what the shop itself asked it to take: any refusal but an outage is a bug. */
export const providerEventProblems = {
  'order.not-found': defect,
  'dispute.already-recorded': defect,
  'dispute.exceeds-payment': defect,
  'dispute.already-settled': defect,
  'dispute.amount-changed': defect,
  'dispute.amount-not-positive': defect,
  'dispute.payment-not-found': defect,
  'payment.not-ours': defect,
  'payment.amount-not-positive': defect,
  'payment.amount-changed': defect,
  'money.currency-mismatch': defect,
  'money.not-an-integer': defect,
  'money.off-step': defect,
  'money.out-of-range': defect,
  'order.not-refundable': defect,
  'refund.amount-changed': defect,
  'refund.amount-not-positive': defect,
  'refund.exceeds-captured': defect,
  'refund.already-recorded': defect,
  'refund.payment-not-found': defect,
  'refund.not-confirmed': defect,
  'refund.not-found': defect,
  'refund.not-pending': defect,
  ...storageProblems,
} satisfies Problems<HandleProviderEventError>;
