import { randomBytes } from 'node:crypto';
import type { Stripe } from 'stripe';
import { eventTypes, sampleOf } from './stripe-data.js';

/** The resources that the stand-in keeps, by the name in their `object`. */
export type Resources = {
  readonly payment_intent: Stripe.PaymentIntent;
  readonly 'checkout.session': Stripe.Checkout.Session;
  readonly charge: Stripe.Charge;
  readonly refund: Stripe.Refund;
  readonly dispute: Stripe.Dispute;
  readonly event: Stripe.Event;
  readonly product: Stripe.Product;
  readonly price: Stripe.Price;
};
export type ResourceName = keyof Resources;

/** What becomes the payment intent of a session once somebody pays. */
export type PaymentIntentData = { readonly metadata?: Record<string, string>; readonly description?: string };

/** Everything that one account at Stripe holds. */
export type StripeAccount = {
  /** Milliseconds, by the stand-in's own clock. */
  readonly now: () => number;
  /** In Stripe's unit: whole seconds. */
  readonly seconds: () => number;
  readonly livemode: boolean;
  readonly kept: { readonly [Name in ResourceName]: Map<string, Resources[Name]> };
  readonly sessionData: Map<string, PaymentIntentData>;
  readonly newId: (prefix: string) => string;
  /** A resource of Stripe's sample with these facts. It is kept, and listed, from now on. */
  readonly make: <Name extends ResourceName>(
    name: Name,
    facts: Partial<Resources[Name]> & { readonly id: string },
  ) => Resources[Name];
  /** Notes that something happened, as the webhook that tells of it. */
  readonly tell: (type: string, about: object) => void;
  /** How refunds that are made from now on begin. */
  refundsBegin: 'succeeded' | 'pending';
};

type Options = {
  readonly now: () => number;
  readonly livemode: boolean;
  readonly apiVersion: string;
  readonly onEvent: (event: Stripe.Event) => void;
};

/** What Stripe's samples show for illustration and real resources have only when it was asked for. */
const absent: Partial<Record<ResourceName, readonly string[]>> = {
  payment_intent: [
    'canceled_at',
    'last_payment_error',
    'next_action',
    'processing',
    'shipping',
    'transfer_data',
    'review',
    'payment_method_configuration_details',
    'managed_payments',
  ],
  'checkout.session': [
    'after_expiration',
    'consent',
    'consent_collection',
    'customer_details',
    'invoice_creation',
    'payment_method_configuration_details',
    'saved_payment_method_options',
    'shipping_address_collection',
    'shipping_cost',
    'collected_information',
    'permissions',
    'currency_conversion',
    'managed_payments',
  ],
  charge: ['shipping', 'transfer_data', 'source', 'outcome'],
  product: ['default_price', 'package_dimensions', 'shippable', 'description', 'url'],
  price: ['recurring', 'transform_quantity', 'custom_unit_amount'],
};

/** An empty account. */
export function openAccount({ now, livemode, apiVersion, onEvent }: Options): StripeAccount {
  const kept: StripeAccount['kept'] = {
    payment_intent: new Map(),
    'checkout.session': new Map(),
    charge: new Map(),
    refund: new Map(),
    dispute: new Map(),
    event: new Map(),
    product: new Map(),
    price: new Map(),
  };
  const seconds = (): number => Math.floor(now() / 1000);
  const newId = (prefix: string): string =>
    `${prefix}_${randomBytes(18).toString('base64url').replaceAll(/[-_]/gu, '0')}`;
  const make: StripeAccount['make'] = (name, facts) => {
    const nothing = Object.fromEntries((absent[name] ?? []).map((field) => [field, null]));
    const resource = {
      ...sampleOf(name),
      ...nothing,
      created: seconds(),
      ...('livemode' in sampleOf(name) ? { livemode } : {}),
      ...facts,
    };
    const made = resource as unknown as Resources[typeof name];
    (kept[name] as Map<string, Resources[typeof name]>).set(facts.id, made);
    return made;
  };
  return {
    now,
    seconds,
    livemode,
    kept,
    sessionData: new Map(),
    newId,
    make,
    refundsBegin: 'succeeded',
    tell: (type, about) => {
      if (!eventTypes().has(type)) throw new Error(`Stripe has no event ${type}`);
      // A snapshot: what is changed later does not change what was told.
      const facts = {
        id: newId('evt'),
        type,
        api_version: apiVersion,
        pending_webhooks: 1,
        data: { object: structuredClone(about) },
      };
      onEvent(make('event', facts as unknown as Partial<Stripe.Event> & { id: string }));
    },
  };
}
