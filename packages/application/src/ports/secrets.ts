/** What secrets are derived for. */
export type SecretPurpose =
  | 'order'
  | 'download'
  | 'invoice'
  | 'report-file'
  | 'address'
  | 'account'
  | 'erasure'
  | 'session'
  | 'csrf'
  | 'provider';

/**
 * Bearer secrets: a cart's or refresh token's random one, an order's or a link's derived one. While a shop replaces its
 * key, it has two: the new one derives, and what the old one derived is still accepted.
 */
export type Secrets = {
  /** 256 random bits, base64url. */
  readonly generate: () => string;
  /** What is stored of a generated secret, or of what must only be compared: SHA-256, base64url. */
  readonly digest: (secret: string) => string;
  /**
   * The secret of one thing, the same each time, that only this shop can make (HMAC-SHA-256, base64url). `keyId`
   * repeats one that was derived earlier; a key that the shop no longer has gives way to the first.
   */
  readonly derive: (purpose: SecretPurpose, id: string, keyId?: string) => string;
  /** Whether the secret is the one of this thing, derived with any key that the shop has. */
  readonly isDerived: (purpose: SecretPurpose, id: string, secret: string) => boolean;
  /** Names the key that derives, and reveals nothing of it. */
  readonly keyId: string;
  /** Names every key that the shop has: two while one is replaced. */
  readonly keyIds: readonly string[];
  /** Encrypts what has to be stored and read again (AES-256-GCM). */
  readonly seal: (text: string) => string;
  /** What was sealed, with any key that the shop has; `undefined` where none fits. */
  readonly unseal: (sealed: string) => string | undefined;
  /** What was sealed with the key that is replaced, sealed with the new one; `undefined` for everything else. */
  readonly reseal: (sealed: string) => string | undefined;
  /** Compares in constant time. */
  readonly equal: (left: string, right: string) => boolean;
};
