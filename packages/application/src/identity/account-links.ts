import type { AccountToken, AccountTokenPurpose } from '../ports/repositories/account-tokens.js';
import type { Secrets } from '../ports/secrets.js';

/** Links of mails that prove that somebody reads the mailbox of an account. */
export type AccountLinks = {
  /** The page at the storefront, or the shop's own where there is no storefront. */
  readonly to: (token: Pick<AccountToken, 'id' | 'purpose'>) => string;
  /** The token of such a link. */
  readonly tokenOf: (token: Pick<AccountToken, 'id' | 'purpose'>) => string;
  /** The id of the record that a token of a link belongs to; `undefined` for what this shop did not make. */
  readonly idIn: (purpose: AccountTokenPurpose, token: string) => string | undefined;
};

/** A link's token is the id of its record and a secret derived from it: who reads the database learns no link. */
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
