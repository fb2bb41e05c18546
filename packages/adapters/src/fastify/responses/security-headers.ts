import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * Helmet's settings for data, which browsers must not take for a page or show in a frame. They are what the OWASP REST
 * Security Cheat Sheet recommends for an API, and no other origin may embed the response. The headers that concern only
 * pages, or browsers that no longer exist (Flash, Internet Explorer), are off: each header costs a few per cent of a
 * small response.
 *
 * `isSecure`: clients reach the shop only by https, and browsers keep to that for a year.
 *
 * @example await app.register(helmet, dataHeaders({ isSecure: publicUrl.startsWith('https:') }))
 */
export const dataHeaders = ({ isSecure }: { readonly isSecure: boolean }): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  strictTransportSecurity: isSecure ? { maxAge: 365 * 24 * 60 * 60, includeSubDomains: true } : false,
  xFrameOptions: { action: 'deny' },
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  // URLs of the API may contain tokens of links.
  referrerPolicy: { policy: 'no-referrer' },
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/**
 * For routes whose response a browser opens as a document, such as a page or a PDF. No other page may script it or
 * read its URL.
 */
export const pageHeaders = {
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
} as const satisfies FastifyHelmetOptions;
