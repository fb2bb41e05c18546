/**
 * What every answer tells browsers: it is data, never a page or a frame. What the OWASP REST Security Cheat Sheet asks of an API, and
 * that no other origin may embed it. What concerns pages alone, or browsers that are gone (Flash, Internet Explorer), is left out:
 * each header is a twentieth of a small answer's cost. Made once, since no request changes it.
 *
 * `isSecure`: the shop is reached by https alone, and browsers shall keep to that for a year.
 *
 * @example reply.headers(securityHeaders({ isSecure: publicUrl.startsWith('https:') }))
 */
export const securityHeaders = ({ isSecure }: { readonly isSecure: boolean }): Readonly<Record<string, string>> => ({
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  ...(isSecure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});

/** What browsers open as a document, such as a page or a PDF, tells besides: no other page holds on to it, nor learns its address. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};
