import type { Settings } from './settings/settings.js';

/** Wildcard addresses: a server can listen on them, a client cannot connect to them. */
const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * The origin of the shop's links: `PUBLIC_URL`, or the address it listens on as a browser on this machine writes it.
 *
 * @example publicUrlOf({ host: '::1', port: 3000 }) // 'http://[::1]:3000'
 */
export function publicUrlOf({ publicUrl, host, port }: Pick<Settings, 'publicUrl' | 'host' | 'port'>): string {
  if (publicUrl !== undefined) return publicUrl;
  const name = everywhere.has(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
