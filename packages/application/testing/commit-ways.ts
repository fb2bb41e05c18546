/** Units of work that show, or decide, how a use case commits its changes. */
import type { Change, PricingFactsReader, UnitOfWork } from '@cartwright/application';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';

/** What a test puts in the place of the ordinary unit of work. */
type Replacement = { readonly unitOfWork?: (ordinary: UnitOfWork) => UnitOfWork };

/** Makes every optimistic commit conflict, so that each change is decided again under locks. */
export const alwaysConflicting = (ordinary: UnitOfWork): UnitOfWork => ({
  ...ordinary,
  commit: () => errAsync({ type: 'concurrency.conflict' }),
});

/** The two ways in which a change is committed, for `describe.each`: a rule that holds on one holds on the other. */
export const bothWays: readonly (readonly [string, Replacement])[] = [
  ['optimistically', {}],
  ['under locks', { unitOfWork: alwaysConflicting }],
];

/** Counts transactions and reads of pricing facts, and collects what was to be committed, on either way. */
export function watchCommits() {
  const seen = { transactions: 0, pricingReads: 0, optimistic: [] as Change[], locked: [] as Change[] };
  return {
    seen,
    reset: (): void => {
      seen.transactions = 0;
      seen.pricingReads = 0;
      seen.optimistic.length = 0;
      seen.locked.length = 0;
    },
    unitOfWork: (ordinary: UnitOfWork): UnitOfWork => {
      const counting = ({ facts }: PricingFactsReader): PricingFactsReader => ({
        facts: (query) => {
          seen.pricingReads += 1;
          return facts(query);
        },
      });
      return {
        read: (work) =>
          ordinary.read((reads) => work({ ...reads, pricing: { ...reads.pricing, ...counting(reads.pricing) } })),
        commit: (change) => {
          seen.optimistic.push(change);
          return ordinary.commit(change);
        },
        run: (work) => {
          seen.transactions += 1;
          return ordinary.run((repositories) =>
            work({
              ...repositories,
              locking: { ...repositories.locking, pricing: counting(repositories.locking.pricing) },
              commit: (change) => {
                seen.locked.push(change);
                return repositories.commit(change);
              },
            }),
          );
        },
      };
    },
  };
}

/** Does something once, between the decision of a use case and its optimistic commit. */
export function makeMeanwhile() {
  let next: (() => ResultAsync<unknown, unknown>) | undefined;
  return {
    /** @param action - what another request does before the next optimistic commit; it must succeed */
    once: (action: () => ResultAsync<unknown, unknown>): void => {
      next = action;
    },
    /** Whether the action still waits for a commit. */
    isWaiting: (): boolean => next !== undefined,
    unitOfWork: (ordinary: UnitOfWork): UnitOfWork => ({
      ...ordinary,
      commit: (change) => {
        const action = next;
        next = undefined;
        return (action?.() ?? okAsync(undefined))
          .mapErr((error): never => {
            throw new Error(`what happens meanwhile failed: ${JSON.stringify(error)}`);
          })
          .andThen(() => ordinary.commit(change));
      },
    }),
  };
}
