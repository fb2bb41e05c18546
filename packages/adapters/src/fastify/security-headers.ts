/**
 * What every answer tells browsers: it is data, never a page, a frame or a download to open. The set that helmet sends by
 * default with a policy that allows nothing; made once, since no request changes it. Pages bring a policy of their own.
 *
 * `isSecure`: the shop is reached by https alone, and browsers shall keep to that for a year.
 *
 * @example reply.headers(securityHeaders({ isSecure: publicUrl.startsWith('https:') }))
 */
export const securityHeaders = ({ isSecure }: { readonly isSecure: boolean }): Readonly<Record<string, string>> => ({
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  ...(isSecure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  // Old browsers' own filter could be turned against pages: off.
  'x-xss-protection': '0',
});
