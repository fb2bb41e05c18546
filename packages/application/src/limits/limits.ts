/** How often something may be done within a window of time that begins with the first. */
export type Limit = { readonly points: number; readonly seconds: number };

/** The limits of the shop by name. Redis stores the names. */
export const limits = {
  /** Requests of one address; `RATE_LIMIT_MAX` sets another number, for API keys too. */
  requests: { points: 300, seconds: 60 },
  /** Requests with one API key. */
  'requests-by-key': { points: 300, seconds: 60 },
  /** Failed logins with the e-mail of one account. */
  'login-by-account': { points: 10, seconds: 60 },
  'login-by-address': { points: 10, seconds: 60 },
  /** Wrong coupon codes. */
  'coupons-by-cart': { points: 10, seconds: 60 },
  /** Wrong passwords that a signed-in user gives to confirm something. */
  'confirmations-by-account': { points: 10, seconds: 60 },
  /** Wrong codes of a second factor, after the right password. */
  'second-factors-by-account': { points: 10, seconds: 300 },
  /** Comments that a user writes on posts. */
  'comments-by-account': { points: 5, seconds: 600 },
  'registrations-by-address': { points: 20, seconds: 3_600 },
  /** Mails that somebody can request for an address without being signed in to its account. */
  'mail-by-recipient': { points: 5, seconds: 3_600 },
  /** The mail of a registration. Further ones count as `mail-by-recipient`. */
  'registration-mail-by-recipient': { points: 1, seconds: 3_600 },
  /** Changes of an account that are mailed to its e-mail before that is verified. */
  'notices-by-recipient': { points: 10, seconds: 3_600 },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof limits;

/** The limit of a name, where requests are limited to so many a minute. */
export const limitOf = (name: LimitName, requestsPerMinute: number): Limit =>
  name === 'requests' || name === 'requests-by-key' ? { ...limits[name], points: requestsPerMinute } : limits[name];
