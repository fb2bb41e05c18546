import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import { customerGroupsOf } from '../identity/customer-groups.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Mailboxes } from '../ports/mailboxes.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Secrets } from '../ports/secrets.js';
import type { AccessTokenRefused } from '../ports/token-issuer.js';
import { personOf } from './erase-person.js';
import { requireAccount } from '../identity/require-account.js';

/** Everything that is stored about somebody, by what it is. */
export type MyData = {
  readonly exportedAt: Instant;
  readonly user: unknown;
  readonly groups: readonly string[];
  readonly consents: { readonly marketing: boolean };
  readonly profile: unknown;
  readonly orders: readonly unknown[];
  readonly [section: string]: unknown;
};
export type ExportMyDataError = AccessTokenRefused | StorageUnavailable;
/**
 * Everything that is stored about the caller. Orders of guests with their e-mail are among it once they have verified
 * it.
 */
export type ExportMyData = (query: { readonly caller: SignedInCaller }) => ResultAsync<MyData, ExportMyDataError>;

export const makeExportMyData =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly clock: Clock;
    readonly mailboxes: Mailboxes;
    readonly secrets: Secrets;
  }): ExportMyData =>
  ({ caller: { userId } }) =>
    deps.unitOfWork.read(({ users, profiles, personalData }) =>
      users
        .byId(userId)
        .andThen(requireAccount)
        .andThen((user) => {
          const proven = user.emailVerifiedAt === undefined ? {} : { email: user.email };
          return profiles.ofUser(userId).andThen(({ marketingConsent }) =>
            personalData
              .collect(personOf(deps, { userId, ...proven }))
              .map(({ user: accounts, profile, orders = [], ...rows }) => ({
                exportedAt: deps.clock.now(),
                user: accounts?.[0],
                groups: customerGroupsOf(user),
                consents: { marketing: marketingConsent },
                profile: profile?.[0] ?? {},
                // The other columns repeat what the document says.
                orders: (orders as readonly { readonly document: unknown }[]).map(({ document }) => document),
                ...rows,
              })),
          );
        }),
    );
