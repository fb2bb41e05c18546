import ipaddr from 'ipaddr.js';

/**
 * Whether an address is of the public internet. Loopback, private, link-local, multicast and reserved ranges are not,
 * nor are IPv6 addresses that contain such an IPv4 address (mapped, 6to4, NAT64, Teredo).
 *
 * @example isPublicAddress('169.254.169.254') // false: where clouds serve the secrets of a machine
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  // Ranges that embed IPv4 are named, and so are not `unicast`: what they lead to is not checked but refused.
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || isGlobal(address);
}

/** Of IPv6 only 2000::/3 is assigned to the public internet. */
const isGlobal = (address: string): boolean => ipaddr.parse(address).match(ipaddr.parse('2000::'), 3);

/**
 * The host of an http address, without the brackets of IPv6; `undefined` for any other address. `URL` reads unusual
 * forms of IPv4, such as `http://2130706433` or `http://0x7f.1`, as every client does.
 */
export function httpHostOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, username, password } = new URL(url);
  if ((protocol !== 'http:' && protocol !== 'https:') || username !== '' || password !== '') return undefined;
  return hostname.replace(/^\[(.*)\]$/u, '$1');
}

/** Whether the text of an address shows that it is not public. Names are checked when they are looked up. */
export function isRefusedUrl(url: string, isAllowed: (address: string) => boolean = isPublicAddress): boolean {
  const host = httpHostOf(url);
  if (host === undefined) return true;
  if (ipaddr.isValid(host)) return !isAllowed(host);
  // Names that every machine or network gives to itself (RFC 6761, RFC 6762, RFC 8375).
  return /(^|\.)(localhost|local|internal|home\.arpa)\.?$/u.test(host);
}
