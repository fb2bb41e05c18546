import { PostHog } from 'posthog-node';

/** A handler has 15 seconds. */
const requestTimeout = 10_000;

/**
 * Handlers of the events of orders. Each sends one event to PostHog: ids and amounts in minor units, nothing that names
 * the buyer.
 *
 * @example makePurchaseAnalytics({ apiKey: 'phc_1', host: 'https://eu.i.posthog.com' })
 */
export const makePurchaseAnalytics = ({ apiKey, host }) => {
  const send = async ({ id, at, orderId }, event, properties) => {
    // A client for each event, so that the failure of one is not that of another. The job retries, not the client.
    const client = new PostHog(apiKey, { host, requestTimeout, fetchRetryCount: 0, flushInterval: 0 });
    // `captureImmediate` of posthog-node 5.8 returns before it has sent the event, so that a crash would lose it.
    const queued = new Promise((resolve) => {
      client.on('capture', resolve);
    });
    client.capture({
      event,
      distinctId: orderId,
      // PostHog counts events of the same uuid, name, person and day once.
      uuid: id,
      timestamp: new Date(at),
      properties: { order_id: orderId, ...properties, $process_person_profile: false },
    });
    await queued;
    try {
      await client.flush();
    } catch (error) {
      throw failureOf(error);
    }
  };

  return {
    'order.paid': async (event, { loadOrder }) => {
      const order = await loadOrder();
      if (order !== undefined) await send(event, 'order paid', purchaseOf(order));
    },
    'order.refunded': (event) => send(event, 'order refunded', amountOf('amount', event.data.amount)),
    'order.cancelled': (event) => send(event, 'order cancelled', {}),
  };
};

/** What was bought, from the prices that the order was placed with. */
const purchaseOf = ({ pricing: { lines, total, discountTotal, shippingTotal, taxTotal } }) => ({
  ...amountOf('total', total),
  discount: discountTotal.amount,
  shipping: shippingTotal.amount,
  tax: taxTotal.amount,
  units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  variant_ids: lines.map(({ variantId }) => variantId),
});

const amountOf = (name, { amount, currency }) => ({ [name]: amount, currency });

/** Statuses of a service that is away or busy. Others from 400 to 499 are refusals. */
const outages = new Set([408, 425, 429]);

/** A refusal, such as a wrong key, ends the job at once. An outage is retried with growing delays. */
function failureOf(error) {
  const { status } = error;
  const isFinal = status >= 400 && status < 500 && !outages.has(status);
  const reason = status === undefined ? 'PostHog cannot be reached' : `PostHog returned status ${status}`;
  return Object.assign(new Error(reason, { cause: error }), { isFinal });
}
