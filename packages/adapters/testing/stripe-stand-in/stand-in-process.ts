/**
 * The stand-in in a process of its own, so that it outlives whom tests kill. Says where it is on one line, and ends
 * when its standard input closes, which is when its parent has gone.
 */
import process from 'node:process';
import { startStripeStandIn, type StripeStandInOptions } from './start-stripe-stand-in.js';

process.stdin.on('end', () => process.exit(0)).resume();
const { url, secretKey, webhookSecret } = await startStripeStandIn(
  JSON.parse(process.argv[2] ?? '{}') as StripeStandInOptions,
);
process.stdout.write(`${JSON.stringify({ url, secretKey, webhookSecret })}\n`);
