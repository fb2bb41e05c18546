import { checkShippingMethod, type ShippingMethodError } from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { fromSetup } from '../from-domain.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { PricingRecords, ShippingMethod } from '../ports/repositories/pricing-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { requireRates, type TaxClassesUncovered } from '../pricing/classes-with-rates.js';

type Deps = { readonly unitOfWork: UnitOfWork };

export type ShippingMethodNotFound = { readonly type: 'shipping-method.not-found'; readonly methodId: string };
/** Somebody changed the method since the caller last saw it. */
export type ShippingMethodStale = { readonly type: 'shipping-method.stale' };
/** A method without its id, which the shop makes. */
export type ShippingMethodDraft = Omit<ShippingMethod, 'id'>;
/** What is changed of a method. `null` clears a field that may be absent. */
export type ShippingMethodChanges = {
  readonly [Field in keyof ShippingMethodDraft]?:
    ShippingMethodDraft[Field] | (undefined extends ShippingMethodDraft[Field] ? null : never);
};
type Expected = {
  readonly methodId: string;
  /** What the caller takes for the current method (`If-Match`), if they say so. */
  readonly isExpected?: (standing: ShippingMethod) => boolean;
};

/** Every method, in the order of the offer. */
export type ListShippingMethods = () => ResultAsync<readonly ShippingMethod[], StorageUnavailable>;

export const makeListShippingMethods =
  ({ unitOfWork }: Deps): ListShippingMethods =>
  () =>
    unitOfWork.read(({ pricing }) => pricing.rules()).map(({ shippingMethods }) => shippingMethods);

export type ViewShippingMethod = (query: {
  readonly methodId: string;
}) => ResultAsync<ShippingMethod, ShippingMethodNotFound | StorageUnavailable>;

export const makeViewShippingMethod =
  (deps: Deps): ViewShippingMethod =>
  ({ methodId }) =>
    makeListShippingMethods(deps)().andThen((methods) =>
      requireMethod(
        methodId,
        methods.find(({ id }) => id === methodId),
      ),
    );

export type SetShippingMethodError = ShippingMethodError | TaxClassesUncovered | StorageUnavailable;
/** Offers a method after all others. */
export type AddShippingMethod = (command: {
  readonly draft: ShippingMethodDraft;
}) => ResultAsync<ShippingMethod, SetShippingMethodError>;

export const makeAddShippingMethod =
  ({ unitOfWork, ids }: Deps & { readonly ids: Ids }): AddShippingMethod =>
  ({ draft }) => {
    const method = { ...draft, id: ids.next() };
    return checkMethod(method).asyncAndThen(() => unitOfWork.run(({ pricing }) => save(pricing, method)));
  };

export type ChangeShippingMethodError = SetShippingMethodError | ShippingMethodNotFound | ShippingMethodStale;
/** Changes a method, from now on. Orders keep the charge that they were placed with. */
export type ChangeShippingMethod = (
  command: Expected & { readonly changes: ShippingMethodChanges },
) => ResultAsync<ShippingMethod, ChangeShippingMethodError>;

export const makeChangeShippingMethod =
  ({ unitOfWork }: Deps): ChangeShippingMethod =>
  ({ changes, ...expected }) =>
    unitOfWork.run(({ pricing }) =>
      lockExpected(pricing, expected)
        .map((standing) => changed(standing, changes))
        .andThen((method) => checkMethod(method).asyncAndThen(() => save(pricing, method))),
    );

/** Offers a method no longer. Doing it again is refused. */
export type RemoveShippingMethod = (
  command: Expected,
) => ResultAsync<void, ShippingMethodNotFound | ShippingMethodStale | StorageUnavailable>;

export const makeRemoveShippingMethod =
  ({ unitOfWork }: Deps): RemoveShippingMethod =>
  (expected) =>
    unitOfWork.run(({ pricing }) =>
      lockExpected(pricing, expected).andThen(() => pricing.removeShippingMethod(expected.methodId)),
    );

/** Tax rules are locked, so that no others take their place before the method is there to be seen. */
const save = (pricing: PricingRecords, method: ShippingMethod): ResultAsync<ShippingMethod, TaxClassesUncovered> =>
  pricing
    .lockTaxShared()
    .andThen((zones) => requireRates(zones, method.taxClass === undefined ? [] : [method.taxClass]))
    .andThen(() => pricing.saveShippingMethod(method))
    .map(() => method);

/** The order of a delivery's days is ours to check: the domain does not know them. */
function checkMethod(method: ShippingMethod): Result<ShippingMethod, ShippingMethodError> {
  const { deliveryDays: { min, max } = { min: 0, max: 0 } } = method;
  if (min > max) return err({ type: 'input.malformed', path: 'method.deliveryDays.max' });
  return fromSetup(checkShippingMethod(method)).map(() => method);
}

const requireMethod = (
  methodId: string,
  found: ShippingMethod | undefined,
): Result<ShippingMethod, ShippingMethodNotFound> =>
  found === undefined ? err({ type: 'shipping-method.not-found', methodId }) : ok(found);

const lockExpected = (
  pricing: PricingRecords,
  { methodId, isExpected = () => true }: Expected,
): ResultAsync<ShippingMethod, ShippingMethodNotFound | ShippingMethodStale> =>
  pricing
    .lockShippingMethod(methodId)
    .andThen((found) => requireMethod(methodId, found))
    .andThen((standing) => (isExpected(standing) ? ok(standing) : err({ type: 'shipping-method.stale' } as const)));

const changed = (method: ShippingMethod, changes: ShippingMethodChanges): ShippingMethod =>
  Object.fromEntries(
    Object.entries({ ...method, ...changes }).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as ShippingMethod;
