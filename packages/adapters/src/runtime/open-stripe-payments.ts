import type { Clock, PaymentGateway, WebhookReader } from '@cartwright/application';
import type { SandboxPaymentGateway } from '../sandbox-payments/sandbox-gateway.js';
import type { Logger } from 'pino';
import type { Settings } from './settings.js';

/** The payment provider, and what belongs to one provider alone. */
export type Payments = {
  readonly gateway: PaymentGateway;
  /** The sandbox's own pages; a real provider has its own. */
  readonly sandbox?: SandboxPaymentGateway;
  /** Reads what a real provider posts; the sandbox tells by the outbox. */
  readonly webhookReader?: WebhookReader;
  /** How calls of a real provider have gone of late; asks nobody. */
  readonly health?: () => { readonly ok: boolean; readonly latencyMs: number };
};

/** Stripe, when it is configured. */
export async function openStripePayments(
  { stripe, orderExpiryMinutes }: Settings,
  clock: Clock,
  log: Logger,
): Promise<Payments | undefined> {
  if (stripe === undefined) return undefined;
  const { webhookSecrets, livemode, ...access } = stripe;
  // Loaded when needed alone: the SDK is large, and the shop that tries itself out has no use for it.
  const [{ makeStripePaymentGateway }, { makeStripeWebhookReader }] = await Promise.all([
    import('../stripe/stripe-gateway.js'),
    import('../stripe/webhook-reader.js'),
  ]);
  const gateway = makeStripePaymentGateway({ ...access, clock, log, checkoutMs: orderExpiryMinutes * 60_000 });
  return {
    gateway,
    webhookReader: makeStripeWebhookReader({ secrets: webhookSecrets, livemode, clock }),
    health: gateway.health,
  };
}
