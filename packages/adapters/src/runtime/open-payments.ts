import type { Clock, Ids, PaymentGateway, ProductMirror, Secrets, WebhookReader } from '@cartwright/application';
import type { Logger } from 'pino';
import { makeSandboxPaymentGateway, type SandboxPaymentGateway } from '../sandbox-payments/sandbox-gateway.js';
import type { SandboxPaymentStore } from '../sandbox-payments/sandbox-payment-store.js';
import { publicUrlOf } from './public-url.js';
import type { Settings } from './settings/settings.js';

/** The payment provider, with the parts that only one provider has. */
export type Payments = {
  readonly gateway: PaymentGateway;
  /** The sandbox's own pages; a real provider has its own. */
  readonly sandbox?: SandboxPaymentGateway;
  /** Reads the webhooks of a real provider; the sandbox reports through the outbox. */
  readonly webhookReader?: WebhookReader;
  /** Absent where products are not mirrored. */
  readonly productMirror?: ProductMirror;
  /** The result of recent calls to a real provider; makes no call. */
  readonly health?: () => { readonly ok: boolean; readonly latencyMs: number };
};

type PaymentsDeps = {
  readonly store: SandboxPaymentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly log: Logger;
  /** Loads the id of the shop, for a provider whose account other programs may use. */
  readonly loadShopId: () => Promise<string>;
};

/** Stripe when it is configured, otherwise the sandbox. */
export async function openPayments(settings: Settings, { log, loadShopId, ...deps }: PaymentsDeps): Promise<Payments> {
  if (settings.stripe !== undefined) {
    return openStripe(settings.stripe, settings, { clock: deps.clock, log, shopId: await loadShopId() });
  }
  const sandbox = makeSandboxPaymentGateway({ ...deps, publicUrl: publicUrlOf(settings) });
  return { gateway: sandbox, sandbox };
}

async function openStripe(
  { webhookSecrets, livemode, syncProducts = false, ...access }: NonNullable<Settings['stripe']>,
  { orderExpiryMinutes }: Settings,
  deps: { readonly clock: Clock; readonly log: Logger; readonly shopId: string },
): Promise<Payments> {
  // Loaded only when configured: the SDK is large.
  const [{ makeStripePaymentGateway }, { makeStripeWebhookReader }, { makeStripeProductMirror }] = await Promise.all([
    import('../stripe/stripe-gateway.js'),
    import('../stripe/webhook-reader.js'),
    import('../stripe/products/product-mirror.js'),
  ]);
  const gateway = makeStripePaymentGateway({ ...access, ...deps, checkoutMs: orderExpiryMinutes * 60_000 });
  return {
    gateway,
    webhookReader: makeStripeWebhookReader({ secrets: webhookSecrets, livemode, ...deps }),
    health: gateway.health,
    ...(syncProducts ? { productMirror: makeStripeProductMirror({ ...access, ...deps }) } : {}),
  };
}
