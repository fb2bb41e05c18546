import type { AccountToken, AccountTokenPurpose } from '../ports/repositories/account-tokens.js';
import type { Secrets } from '../ports/secrets.js';

/** Mailed links, which prove access to the mailbox of an account. */
export type AccountLinks = {
  /** The page of the storefront, or of the shop if there is no storefront. */
  readonly to: (token: Pick<AccountToken, 'id' | 'purpose'>) => string;
  /** The token of a mailed link. */
  readonly tokenOf: (token: Pick<AccountToken, 'id' | 'purpose'>) => string;
  /** The record id of a token; `undefined` if this shop did not create it. */
  readonly idIn: (purpose: AccountTokenPurpose, token: string) => string | undefined;
};

/** A token is a record id and a secret derived from it, so the database alone reveals no link. */
export function makeAccountLinks({
  secrets,
  publicUrl,
  storefrontUrl,
}: {
  readonly secrets: Secrets;
  readonly publicUrl: string;
  readonly storefrontUrl?: string;
}): AccountLinks {
  const tokenOf = ({ id, purpose }: Pick<AccountToken, 'id' | 'purpose'>): string =>
    `${id}.${secrets.derive('account', `${purpose}.${id}`)}`;
  return {
    to: (token) => `${storefrontUrl ?? publicUrl}/${token.purpose}?token=${tokenOf(token)}`,
    tokenOf,
    idIn: (purpose, token) => {
      const [id = '', secret = '', ...rest] = token.split('.');
      return rest.length === 0 && secrets.isDerived('account', `${purpose}.${id}`, secret) ? id : undefined;
    },
  };
}
