/**
 * An extension of a shop: analytics of purchases. Start the shop with EXTENSIONS=examples/purchase-analytics/index.mjs
 * and POSTHOG_API_KEY (see README.md).
 */
import process from 'node:process';
import { makePurchaseAnalytics } from './purchase-analytics.mjs';

const { POSTHOG_API_KEY: apiKey = '', POSTHOG_HOST: host = 'https://eu.i.posthog.com' } = process.env;
if (apiKey === '') throw new Error('POSTHOG_API_KEY is not set');

export default { name: 'purchase-analytics', on: makePurchaseAnalytics({ apiKey, host }) };
