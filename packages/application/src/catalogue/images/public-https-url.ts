import { absoluteUrl } from './absolute-url.js';

/** The host is a domain name, not an IP address. */
const domainOverHttps = /^https:\/\/(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*(?::\d{1,5})?\/[!-~]*$/iu;
/** Names that lead to no site of the public internet (RFC 6761, RFC 6762, RFC 8375). */
const specialUse = /^https:\/\/[^:/]+\.(?:local|localhost|internal|arpa|test|invalid|onion|alt)[:/]/iu;
const longest = 2048;

/**
 * The https URL of a picture or page that other sites on the internet can open; `undefined` if they cannot. `base` is
 * put before a path of the shop.
 *
 * @example publicHttpsUrl('/images/mug.webp', 'https://shop.example') // 'https://shop.example/images/mug.webp'
 */
export function publicHttpsUrl(url: string, base: string): string | undefined {
  const full = absoluteUrl(url, base);
  return full.length <= longest && domainOverHttps.test(full) && !specialUse.test(full) ? full : undefined;
}
