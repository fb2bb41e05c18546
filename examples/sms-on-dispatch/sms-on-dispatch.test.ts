import type { EventHandler, ExtensionEvent, HandlerTools } from '@cartwright/application';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountSid, startTwilioDouble, type TwilioDouble } from './twilio-double.js';
// @ts-expect-error -- a shop's extension is plain JavaScript
import { makeSmsOnDispatch } from './sms-on-dispatch.mjs';

const parcel = (id: string, facts: object = {}) => ({ id, lines: [], shippedAt: '2026-11-30T09:30:00.000Z', ...facts });
const order = {
  id: 'order-1',
  number: '7K3F-9QXM2A',
  shippingAddress: { fullName: 'Ada Lovelace', phone: '+44 (0)20 7946-0777', country: 'GB' },
  metadata: { smsConsent: 'yes' },
  shipments: [parcel('parcel-1', { carrier: 'DHL', trackingNumber: 'JD014600' }), parcel('parcel-2')],
};

let twilio: TwilioDouble;
let settings: object;
let lines: unknown[];
beforeAll(async () => {
  twilio = await startTwilioDouble();
  settings = { accountSid, authToken: 'secret', from: '+15005550006', shopName: 'Mill Lane', apiUrl: twilio.url };
});
afterAll(() => twilio.stop());
beforeEach(() => {
  twilio.answer('GET', 200);
  twilio.answer('POST', 201);
  twilio.messages.length = 0;
  lines = [];
});

async function ship(changed: object = {}, shipmentId = 'parcel-1', given: object = settings): Promise<void> {
  const handlers = makeSmsOnDispatch(given) as Readonly<Record<string, EventHandler>>;
  const log = { info: (...line: readonly unknown[]) => void lines.push(line) };
  const tools = { log, loadOrder: () => Promise.resolve({ ...order, ...changed }) } as unknown as HandlerTools;
  const event: ExtensionEvent = {
    id: `event of ${shipmentId}`,
    type: 'order.parcel-shipped',
    at: '2026-11-30T09:30:00.000Z',
    orderId: 'order-1',
    data: { shipmentId },
  };
  await handlers['order.parcel-shipped']?.(event, tools);
}
const bodies = () => twilio.messages.map(({ body }) => body).reverse();

describe('the SMS of a parcel that leaves', () => {
  it('goes to the phone of the shipping address, with carrier and tracking number', async () => {
    await ship();
    expect(twilio.messages).toMatchObject([
      {
        to: '+442079460777',
        from: '+15005550006',
        body: 'Mill Lane: parcel 1 of order 7K3F-9QXM2A is on its way (DHL JD014600).',
      },
    ]);
  });

  it('is one for each parcel, in the language of the order', async () => {
    await ship();
    await ship({ locale: 'de-AT' }, 'parcel-2');
    expect(bodies()[1]).toBe('Mill Lane: Paket 2 der Bestellung 7K3F-9QXM2A ist unterwegs.');
  });

  it.each([{}, { smsConsent: 'no' }, { smsConsent: '' }, undefined])(
    'is not sent without consent: %j',
    async (metadata) => {
      await ship({ metadata });
      expect(twilio.messages).toEqual([]);
    },
  );

  it.each(['', '020 7946 0777', '+', '+0123456789', '+44x'])(
    'is not sent to %j, which is not logged',
    async (phone) => {
      await ship({ shippingAddress: { ...order.shippingAddress, phone } });
      expect(twilio.messages).toEqual([]);
      expect(lines).toEqual([[{ orderId: 'order-1' }, 'no SMS: the phone number has no country code']]);
    },
  );

  it('is not sent for a parcel that has arrived, or that the order does not have', async () => {
    await ship({ shipments: [parcel('parcel-1', { deliveredAt: '2026-12-01T09:30:00.000Z' })] });
    await ship({}, 'parcel-7');
    expect(twilio.messages).toEqual([]);
  });

  it('is sent once where Twilio took it and the response was lost', async () => {
    twilio.answer('POST', 'hang');
    const lost = ship({}, 'parcel-1', { ...settings, timeout: 50 });
    await expect(lost).rejects.toMatchObject({ isFinal: false });
    twilio.answer('POST', 201);
    await ship();
    await ship();
    expect(bodies()).toHaveLength(1);
  });

  it.each([500, 503, 429])('is to be retried while Twilio returns %i, and then sent', async (status) => {
    twilio.answer('POST', status);
    await expect(ship()).rejects.toMatchObject({ isFinal: false });
    twilio.answer('GET', status);
    await expect(ship()).rejects.toMatchObject({ isFinal: false });
    twilio.answer('GET', 200);
    twilio.answer('POST', 201);
    await ship();
    expect(bodies()).toHaveLength(1);
  });

  it('is to be retried while Twilio cannot be reached', async () => {
    const away = { ...settings, apiUrl: 'http://127.0.0.1:9' };
    await expect(ship({}, 'parcel-1', away)).rejects.toMatchObject({ isFinal: false });
  });

  it.each([400, 401, 404])('ends at once where Twilio refuses it with %i, without the number', async (status) => {
    twilio.answer('POST', status);
    const refused = ship();
    await expect(refused).rejects.toMatchObject({
      isFinal: true,
      message: `Twilio returned status ${status}, code 21211`,
    });
  });
});
