/**
 * An extension of a shop: an SMS when a parcel leaves. Start the shop with EXTENSIONS=examples/sms-on-dispatch/index.mjs
 * and the settings of Twilio (see README.md).
 */
import process from 'node:process';
import { makeSmsOnDispatch } from './sms-on-dispatch.mjs';

const setting = (name) => {
  const value = process.env[name] ?? '';
  if (value === '') throw new Error(`${name} is not set`);
  return value;
};

export default {
  name: 'sms-on-dispatch',
  on: makeSmsOnDispatch({
    accountSid: setting('TWILIO_ACCOUNT_SID'),
    authToken: setting('TWILIO_AUTH_TOKEN'),
    from: setting('TWILIO_FROM'),
    shopName: setting('SMS_SHOP_NAME'),
    apiUrl: process.env.TWILIO_API_URL,
  }),
};
