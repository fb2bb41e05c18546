import twilio from 'twilio';

/** Latest messages to a number among which an earlier one is looked up. */
const lookedUp = 50;

/**
 * The handler of a parcel that leaves. It sends one SMS if the buyer agreed (`smsConsent` is `yes` in the metadata of
 * the order) and gave a phone number with its country code. A request may take `timeout` milliseconds: two fit into the
 * 15 seconds of a handler.
 *
 * @example makeSmsOnDispatch({ accountSid: 'AC1', authToken: 'secret', from: '+15005550006', shopName: 'Mill Lane' })
 */
export const makeSmsOnDispatch = ({ accountSid, authToken, from, shopName, apiUrl, timeout = 6_000 }) => {
  const client = twilio(accountSid, authToken, { timeout });
  if (apiUrl !== undefined) client.api.baseUrl = apiUrl;

  return {
    'order.parcel-shipped': async ({ data: { shipmentId } }, { loadOrder, log, signal }) => {
      const order = await loadOrder();
      const index = order?.shipments.findIndex(({ id }) => id === shipmentId) ?? -1;
      const parcel = order?.shipments[index];
      if (parcel === undefined || parcel.deliveredAt !== undefined) return;
      if (order.metadata?.smsConsent !== 'yes') return;
      const to = phoneOf(order.shippingAddress?.phone ?? '');
      if (to === undefined) return log.info({ orderId: order.id }, 'no SMS: the phone number has no country code');
      const body = textOf(shopName, order, index + 1, parcel);
      try {
        if (await isSent(client, { to, from, body })) return;
        // What went on after the end of its time could send beside a retry.
        signal?.throwIfAborted();
        await client.messages.create({ to, from, body });
      } catch (error) {
        throw failureOf(error);
      }
    },
  };
};

/**
 * Twilio has no idempotency keys. A process may have died after Twilio took the message and before that was noted, so
 * each attempt first looks for the message, whose text is that of one parcel.
 */
async function isSent(client, { to, from, body }) {
  const messages = await client.messages.list({ to, from, limit: lookedUp });
  return messages.some((message) => message.body === body);
}

const texts = {
  en: ({ shopName, order, parcel, by }) => `${shopName}: parcel ${parcel} of order ${order} is on its way${by}.`,
  de: ({ shopName, order, parcel, by }) => `${shopName}: Paket ${parcel} der Bestellung ${order} ist unterwegs${by}.`,
};

/** The same for each attempt, and another for each parcel. */
function textOf(shopName, { number: order, locale = 'en' }, parcel, { carrier = '', trackingNumber = '' }) {
  const by = [carrier, trackingNumber].filter((part) => part !== '').join(' ');
  const text = texts[locale.slice(0, 2)] ?? texts.en;
  return text({ shopName, order, parcel, by: by === '' ? '' : ` (${by})` });
}

/** A number as E.164 writes it, if it has a country code. `+44 (0)20 7946 0777` is `+442079460777`. */
function phoneOf(text) {
  const digits = text.replaceAll(/\(0\)|[\s().\-/]/gu, '');
  return /^\+[1-9]\d{6,14}$/u.test(digits) ? digits : undefined;
}

/** Statuses of a service that is away or busy. Others from 400 to 499 are refusals. */
const outages = new Set([408, 425, 429]);

/**
 * A refusal, such as a number that does not exist, ends the job at once. An outage is retried with growing delays.
 * Messages of Twilio contain the number of the buyer, which must not be logged.
 */
function failureOf(error) {
  const { status, code, message } = error;
  if (status === undefined) return Object.assign(new Error(`Twilio cannot be reached: ${message}`), { isFinal: false });
  const isFinal = status >= 400 && status < 500 && !outages.has(status);
  const reason = `Twilio returned status ${status}${code === undefined ? '' : `, code ${code}`}`;
  return Object.assign(new Error(reason), { isFinal });
}
