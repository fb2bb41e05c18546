import type { Secrets } from '../../ports/secrets.js';

/** How many codes somebody gets who adds a second factor. */
const codes = 10;

/** Codes of 20 letters and digits, such as `5f3a0-…`: about 100 random bits, too many to guess from their digests. */
export const newRecoveryCodes = ({ generate }: Pick<Secrets, 'generate'>): readonly string[] =>
  Array.from({ length: codes }, () => {
    const text = `${generate()}${generate()}`.toLowerCase().replace(/[-_]/gu, '').slice(0, 20);
    return (text.match(/.{5}/gu) ?? []).join('-');
  });

/** What is stored of a code; hyphens, spaces and letter case do not count. */
export const recoveryDigest = ({ digest }: Pick<Secrets, 'digest'>, code: string): string =>
  digest(code.toLowerCase().replace(/[\s-]/gu, ''));
