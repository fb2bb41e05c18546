import type { EventType } from '../ports/repositories/outbox.js';
import { booksDifferences } from './definitions/staff/books-differences.js';
import { lowStock } from './definitions/staff/low-stock.js';
import { jobPaused } from './definitions/staff/job-paused.js';
import { dispute } from './definitions/dispute.js';
import { emailVerification } from './definitions/email-verification.js';
import { invitation } from './definitions/invitation.js';
import { latePayment } from './definitions/late-payment.js';
import { orderCancelled } from './definitions/order-cancelled.js';
import { orderConfirmation } from './definitions/order-confirmation.js';
import { orderLink } from './definitions/order-link.js';
import { parcelDelivered } from './definitions/parcel-delivered.js';
import { parcelShipped } from './definitions/parcel-shipped.js';
import { paymentDifferences } from './definitions/staff/payment-differences.js';
import { passwordReset } from './definitions/password-reset.js';
import { paymentReceived } from './definitions/payment-received.js';
import { refundByHand } from './definitions/refund-by-hand.js';
import { refundFailed } from './definitions/refund-failed.js';
import { refundSent } from './definitions/refund-sent.js';
import { returnAnnounced } from './definitions/return-announced.js';
import { returnReceived } from './definitions/return-received.js';
import { secondFactorAdded, secondFactorRemoved } from './definitions/second-factor-notices.js';
import { securityNotice } from './definitions/security-notice.js';
import { transferDetails } from './definitions/transfer-details.js';
import { unitsCancelled } from './definitions/units-cancelled.js';
import { withdrawalReceived } from './definitions/withdrawal-received.js';
import { welcome } from './definitions/welcome.js';

/** All mails by name. The names are stable: stored jobs and the API use them. */
export const mails = {
  'order-confirmation': orderConfirmation,
  'transfer-details': transferDetails,
  'payment-received': paymentReceived,
  'order-cancelled': orderCancelled,
  'units-cancelled': unitsCancelled,
  'parcel-shipped': parcelShipped,
  'parcel-delivered': parcelDelivered,
  'return-announced': returnAnnounced,
  'return-received': returnReceived,
  'withdrawal-received': withdrawalReceived,
  'late-payment': latePayment,
  'refund-sent': refundSent,
  'refund-by-hand': refundByHand,
  dispute,
  'refund-failed': refundFailed,
  'payment-differences': paymentDifferences,
  'books-differences': booksDifferences,
  'job-paused': jobPaused,
  'low-stock': lowStock,
  'email-verification': emailVerification,
  'password-reset': passwordReset,
  invitation,
  welcome,
  'security-notice': securityNotice,
  'second-factor-added': secondFactorAdded,
  'second-factor-removed': secondFactorRemoved,
  'order-link': orderLink,
} as const;

export type MailName = keyof typeof mails;
/** The events that trigger a mail. */
export type MailedEvent = (typeof mails)[MailName]['on'][number];

/**
 * The mails that an event triggers.
 *
 * @example mailsOn('order.placed') // ['order-confirmation']
 */
export const mailsOn = (type: EventType): readonly MailName[] => byEvent.get(type) ?? [];

const byEvent = new Map<EventType, readonly MailName[]>();
for (const [name, { on }] of Object.entries(mails)) {
  for (const type of on) byEvent.set(type, [...(byEvent.get(type) ?? []), name as MailName]);
}
