import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow';
import type { Seller } from '../invoicing/invoice.js';
import type { CommonPasswords } from '../ports/identity/common-passwords.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { ShopRecords } from '../ports/repositories/shop-records.js';

/** Characters, after normalisation. */
const [shortest, longest] = [8, 128];

export type PasswordRefused =
  | { readonly type: 'auth.password-too-short'; readonly minimum: number }
  | { readonly type: 'auth.password-too-long'; readonly maximum: number }
  /** It is one of the 10,000 most common. */
  | { readonly type: 'auth.password-too-common' }
  | PasswordGuessable;
/** It is the e-mail address or the name of its user, or the name of the shop. */
export type PasswordGuessable = { readonly type: 'auth.password-guessable' };

export type PasswordDeps = {
  readonly passwordHasher: PasswordHasher;
  readonly commonPasswords: CommonPasswords;
  /** Its name counts where none is stored. */
  readonly seller: Pick<Seller, 'name'>;
};

/** Normalises a password, because keyboards compose letters differently. */
const normalised = (password: string): string => password.normalize('NFC');

/** Checks a new password against the rules of OWASP ASVS 5.0 (6.2). */
function checkPassword(commonPasswords: CommonPasswords, password: string): ResultAsync<string, PasswordRefused> {
  const given = normalised(password);
  const { length } = Array.from(given);
  if (length < shortest) return errAsync({ type: 'auth.password-too-short', minimum: shortest });
  if (length > longest) return errAsync({ type: 'auth.password-too-long', maximum: longest });
  return commonPasswords
    .has(given)
    .andThen((isCommon) => (isCommon ? err({ type: 'auth.password-too-common' } as const) : ok(given)));
}

/** Checks and hashes a new password. `refuseGuessable` compares it with its user. */
export const hashNewPassword = (
  { passwordHasher, commonPasswords }: PasswordDeps,
  password: string,
): ResultAsync<string, PasswordRefused> =>
  checkPassword(commonPasswords, password).andThen((given) => passwordHasher.hash(given));

/**
 * Refuses a new password that anybody would try first for its user (OWASP ASVS 5.0, 6.2.11). Letter case, spaces and
 * punctuation do not make it another one.
 */
export const refuseGuessable = (
  { seller }: Pick<PasswordDeps, 'seller'>,
  { shop }: { readonly shop: Pick<ShopRecords, 'find'> },
  password: string,
  { email, name }: { readonly email: string; readonly name: string },
): ResultAsync<void, PasswordGuessable> =>
  shop.find().andThen((details) => {
    const given = letters(password);
    const words = [email, email.split('@', 1)[0] ?? '', name, details?.name ?? seller.name];
    const isGuessable = given !== '' && words.some((word) => letters(word) === given);
    return isGuessable ? err({ type: 'auth.password-guessable' } as const) : ok(undefined);
  });

const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Whether a password matches a hash, and a new hash to store if the stored one is weaker than new ones. */
export const verifyPassword = (
  { passwordHasher }: { readonly passwordHasher: PasswordHasher },
  password: string,
  hash: string | undefined,
): ResultAsync<{ readonly matches: boolean; readonly rehashed?: string }, never> => {
  const given = normalised(password);
  return passwordHasher
    .verify(given, hash)
    .andThen((matches) =>
      matches && hash !== undefined && passwordHasher.isOutdated(hash)
        ? passwordHasher.hash(given).map((rehashed) => ({ matches, rehashed }))
        : okAsync({ matches }),
    );
};

/** A signed-in user sent a wrong password. */
export type WrongPassword = { readonly type: 'auth.password-wrong' };
export const wrongPassword = errAsync({ type: 'auth.password-wrong' } as const satisfies WrongPassword);
