/** The secret that signs, and while it is being replaced the one before it, which still verifies. */
export type SigningKeys = { readonly current: string; readonly previous?: string };

/** Characters: a key of HMAC-SHA-256 is at least as long as its hash (RFC 7518, 3.2). */
const shortest = 32;

/**
 * Reads one secret, or two separated by a comma; `undefined` for more of them, and for one that is too short.
 *
 * @example readSigningKeys('new secret…,old secret…') // { current: 'new secret…', previous: 'old secret…' }
 */
export function readSigningKeys(text: string): SigningKeys | undefined {
  const [current, previous, ...more] = text.split(',').map((part) => part.trim());
  if (current === undefined || current.length < shortest || more.length > 0) return undefined;
  if (previous === undefined) return { current };
  return previous.length < shortest ? undefined : { current, previous };
}
