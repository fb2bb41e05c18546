import type { Settings } from './settings.js';

/** Addresses that mean every one of this machine, and are none to go to. */
const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * The origin under which customers reach the shop: `PUBLIC_URL`, or else where it listens, as a browser on this machine
 * writes it.
 *
 * @example publicUrlOf({ host: '::1', port: 3000 }) // 'http://[::1]:3000'
 */
export function publicUrlOf({ publicUrl, host, port }: Pick<Settings, 'publicUrl' | 'host' | 'port'>): string {
  if (publicUrl !== undefined) return publicUrl;
  const name = everywhere.has(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
