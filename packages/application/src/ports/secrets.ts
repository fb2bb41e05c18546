/** Bearer secrets: a cart's or refresh token's random one, an order's or a link's derived one. */
export type Secrets = {
  /** 256 random bits, base64url. */
  readonly generate: () => string;
  /** What is stored of a generated secret, or of what need only be told apart: SHA-256, base64url. */
  readonly digest: (secret: string) => string;
  /** The secret of one thing, the same each time, that only this shop can make (HMAC-SHA-256, base64url). */
  readonly derive: (purpose: 'order' | 'download' | 'invoice' | 'address' | 'account', id: string) => string;
  /** Compares in constant time. */
  readonly equal: (left: string, right: string) => boolean;
};
