import type { Settings } from '@cartwright/adapters/runtime/settings/settings';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { demoSignIns, hasDemoUsers } from './demo/demo-access.js';

/** Logs the address of the shop. An embedded shop also prints how to use it and how to sign in. */
export function welcome(settings: Settings, addresses: readonly (AddressInfo | string)[], log: Logger): void {
  const url = `http://${addresses.map(hostAndPort)[0] ?? `${settings.host}:${settings.port}`}`;
  log.info({ url, mode: settings.mode }, 'the shop is open');
  if (settings.mode === 'production') return;
  const people = demoSignIns.map(
    ({ email, password, role, groups: [group = 'regular'] }) =>
      `    ${email.padEnd(22)} ${password.padEnd(16)} ${role === 'customer' ? `${group} customer` : role}`,
  );
  process.stdout.write(
    [
      '',
      `  The shop is open at   ${url}/api/v1`,
      `  Run it in a browser at ${url}/console`,
      ...(settings.docs ? [`  Browse its API at     ${url}/docs`] : []),
      ...(settings.smtpUrl === undefined ? [`  Mail is left in       ${settings.dataDir}/mail`] : []),
      ...paymentLines(settings),
      ...(settings.demoData && hasDemoUsers(settings)
        ? ['  Sign in as', ...people, '  Coupons: welcome10, save25']
        : []),
      '',
      '',
    ].join('\n'),
  );
}

function paymentLines({ stripe }: Settings): readonly string[] {
  if (stripe === undefined)
    return ['  Payments              move no money: pm_card_visa pays, and a checkout has a page with a button'];
  return stripe.livemode ? [] : ["  Payments              move no money: Stripe's test mode"];
}

const hostAndPort = (address: AddressInfo | string): string =>
  typeof address === 'string'
    ? address
    : `${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
