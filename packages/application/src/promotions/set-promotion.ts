import type { Promotion } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { PromotionVisibility, StoredPromotion } from '../ports/repositories/promotion-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { checkDraft, type DraftRefused } from './check-draft.js';
import {
  lockExpectedPromotion,
  requireNotArchived,
  type ExpectedPromotion,
  type PromotionArchived,
  type PromotionNotFound,
  type PromotionStale,
} from './expected-promotion.js';

type Deps = { readonly unitOfWork: UnitOfWork };

/** A promotion without its id, which the shop makes. */
export type PromotionDraft = Omit<Promotion, 'id'> & { readonly visibility?: PromotionVisibility };
/** What is changed of a promotion. `null` clears a field that may be absent; conditions are replaced as a whole. */
export type PromotionChanges = {
  readonly [Field in keyof PromotionDraft]?:
    PromotionDraft[Field] | (undefined extends PromotionDraft[Field] ? null : never);
};

export type AddPromotionError = DraftRefused | StorageUnavailable;
/** Adds a promotion. It applies from now on, in every cart that meets its conditions. */
export type AddPromotion = (command: {
  readonly draft: PromotionDraft;
}) => ResultAsync<StoredPromotion, AddPromotionError>;

export const makeAddPromotion =
  ({ unitOfWork, ids }: Deps & { readonly ids: Ids }): AddPromotion =>
  ({ draft }) => {
    const stored = storedOf(ids.next(), draft);
    return checkDraft(stored.promotion).asyncAndThen(() =>
      unitOfWork.run(({ promotions }) => promotions.save(stored)).map(() => stored),
    );
  };

export type ChangePromotionError =
  DraftRefused | PromotionNotFound | PromotionStale | PromotionArchived | StorageUnavailable;
/** Changes a promotion, from now on. Orders keep what it took off them; its limits count them further. */
export type ChangePromotion = (
  command: ExpectedPromotion & { readonly changes: PromotionChanges },
) => ResultAsync<StoredPromotion, ChangePromotionError>;

export const makeChangePromotion =
  ({ unitOfWork }: Deps): ChangePromotion =>
  ({ changes, ...expected }) =>
    unitOfWork.run(({ promotions }) =>
      lockExpectedPromotion(promotions, expected)
        .andThen(requireNotArchived)
        .andThen(({ promotion: { id, ...standing }, visibility }) => {
          const draft = withoutEmpty({ ...standing, ...(visibility === undefined ? {} : { visibility }), ...changes });
          const stored = storedOf(id, draft as PromotionDraft);
          return checkDraft(stored.promotion).asyncAndThen(() => promotions.save(stored).map(() => stored));
        }),
    );

const storedOf = (id: string, { visibility, ...promotion }: PromotionDraft): StoredPromotion => ({
  promotion: { id, ...promotion },
  ...(visibility === undefined ? {} : { visibility }),
});

const withoutEmpty = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
