import type { Environment } from './environment.js';

/** Settings that are addresses, several in some. An origin is a scheme, a host and a port. */
const kinds = {
  PUBLIC_URL: 'origin',
  STOREFRONT_URL: 'address',
  ASSETS_URL: 'address',
  ALLOWED_ORIGINS: 'origin',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'address',
  DATABASE_URL: 'address',
  DATABASE_REPLICA_URLS: 'address',
  REDIS_URL: 'address',
  SMTP_URL: 'address',
  S3_ENDPOINT: 'address',
  STRIPE_API_BASE: 'origin',
} as const satisfies { readonly [Name in keyof Environment]?: 'address' | 'origin' };
const lists: ReadonlySet<string> = new Set(['ALLOWED_ORIGINS', 'DATABASE_REPLICA_URLS']);

/**
 * The settings that look like addresses and are none, such as `postgres://shop:pa#ss@db/shop`.
 *
 * @example wrongAddresses({ SMTP_URL: 'smtp://mail.example:99999' }) // ['SMTP_URL']
 */
export const wrongAddresses = (read: { readonly [Name in keyof typeof kinds]?: string | undefined }) =>
  (Object.keys(kinds) as (keyof typeof kinds)[]).filter((name) => {
    const value = read[name];
    if (value === undefined) return false;
    const addresses = lists.has(name) ? value.split(',').map((each) => each.trim()) : [value];
    return !addresses.every((each) => each === '' || (kinds[name] === 'origin' ? isOrigin(each) : isAddress(each)));
  });

/** Whether the address is one, and its user and password are encoded. */
function isAddress(text: string): boolean {
  // PostgreSQL's addresses may name several hosts.
  const withOneHost = text.replace(/,[^,/?@]*(?=[/?]|$)/gu, '');
  if (!URL.canParse(withOneHost)) return false;
  const { username, password } = new URL(withOneHost);
  try {
    decodeURIComponent(username);
    decodeURIComponent(password);
    return true;
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { pathname, search, hash, username, password, hostname } = new URL(text);
  return pathname === '/' && `${search}${hash}${username}${password}` === '' && !hostname.includes('*');
}
