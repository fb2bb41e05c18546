import type { OrderId } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import { msAfter } from '../ms-after.js';
import type { Clock } from '../ports/clock.js';
import type { MailUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { Mailer } from '../ports/mailer.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { eraseLeftovers, mailboxDigest, personOf, saveErased, type ErasureDeps } from './erase-person.js';
import { owesPayer } from './erased-order.js';

/**
 * Removes what an erasure could not remove with its transaction: stored mails, what a request that ran beside it wrote
 * afterwards, and who paid by transfer, once no money is owed to them. Repeated each day, since such an order can be
 * erased only once it is over.
 */
export type EraseCopies = () => ResultAsync<void, StorageUnavailable | MailUnavailable>;

/** Days. */
export const erasureRepeats = 60;

export const makeEraseCopies =
  (deps: ErasureDeps & { readonly unitOfWork: UnitOfWork; readonly mailer: Mailer; readonly log: Log }): EraseCopies =>
  () =>
    deps.unitOfWork
      .run(({ personalData }) => personalData.erasuresSince(msAfter(deps.clock.now(), -erasureRepeats * 86_400_000)))
      .andThen((erasures) => {
        const userIds = new Set(erasures.flatMap(({ userId }) => userId ?? []));
        return [...userIds]
          .reduce<ResultAsync<void, StorageUnavailable>>(
            (before, userId) =>
              before.andThen(() =>
                deps.unitOfWork.run((repositories) => eraseLeftovers(deps, repositories, personOf(deps, { userId }))),
              ),
            okAsync(undefined),
          )
          .map(() => new Set(erasures.flatMap(({ mailboxes }) => mailboxes)));
      })
      .andThen((mailboxes) => erasePayers(deps).map(() => mailboxes))
      .andThen((mailboxes) =>
        mailboxes.size === 0
          ? okAsync(0)
          : deps.mailer.forget((address) =>
              // An erasure may be older than the key of the shop.
              deps.secrets.keyIds.some((keyId) => mailboxes.has(mailboxDigest(deps, address, keyId))),
            ),
      )
      .map((mails) => {
        if (mails > 0) deps.log.info({ mails }, 'stored mails to erased people were removed');
      });

/** Orders in one transaction. */
const batch = 100;

/** Removes who paid by transfer from erased orders to which no more money is owed. */
const erasePayers = (
  deps: { readonly unitOfWork: UnitOfWork; readonly clock: Clock },
  after?: OrderId,
): ResultAsync<void, StorageUnavailable> =>
  deps.unitOfWork
    .run((repositories) =>
      repositories.personalData
        .lockErasedWithTexts({ ...(after === undefined ? {} : { after }), limit: batch })
        .andThen((found) =>
          found
            .filter(({ order }) => !owesPayer(order))
            .reduce<ResultAsync<void, never>>(
              (before, stored) => before.andThen(() => saveErased(repositories, stored, deps.clock.now())),
              okAsync(undefined),
            )
            .map(() => found),
        ),
    )
    .andThen((found) => (found.length < batch ? okAsync(undefined) : erasePayers(deps, found.at(-1)?.order.id)));
