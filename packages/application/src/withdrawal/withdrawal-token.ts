import type { Instant, Money, OrderUnits } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { Secrets } from '../ports/secrets.js';

/** What a buyer confirms. The id makes a repeated confirmation the same withdrawal. */
export type ProposedWithdrawal = {
  readonly id: string;
  readonly orderId: string;
  /** Of the order; another one is another proposal. */
  readonly version: number;
  readonly lines: readonly OrderUnits[];
  readonly refund: Money;
  readonly expiresAt: Instant;
};

/** The shop did not make the confirmation, or it is of another order. */
export type ConfirmationInvalid = { readonly type: 'withdrawal.confirm-invalid' };

const purpose = 'withdrawal';

/** Seals a proposal (authenticated encryption), so that nobody can confirm another one. */
export const sealProposal = (secrets: Secrets, proposal: ProposedWithdrawal): string =>
  secrets.seal(JSON.stringify({ ...proposal, purpose }));

/** The proposal that a buyer confirms. */
export function readProposal(
  secrets: Secrets,
  orderId: string,
  token: string,
): Result<ProposedWithdrawal, ConfirmationInvalid> {
  const text = secrets.unseal(token);
  // What is sealed for another purpose may be no JSON.
  const isOurs = text?.endsWith(`"purpose":"${purpose}"}`) === true;
  const proposal = isOurs ? (JSON.parse(text) as ProposedWithdrawal) : undefined;
  return proposal?.orderId === orderId ? ok(proposal) : err({ type: 'withdrawal.confirm-invalid' });
}
