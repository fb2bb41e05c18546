import {
  amendOrder,
  shippingQuotesFor,
  taxRulesFor,
  type Address,
  type AmendOrderError as DomainAmendOrderError,
  type Order,
} from '@cartwright/domain';
import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../caller.js';
import { destinationAt } from '../cart/quote-shipping.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import { normaliseEmail } from '../identity/email-address.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { PricingRules } from '../ports/repositories/pricing-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { OrderNotFound } from './authorize-order.js';
import { lockOrder, type OrderToChange, type OrderVersionStale } from './lock-order.js';
import { orderView, type OrderView } from './order-view.js';
import { saveOrderChange } from './save-order-change.js';

/** What is absent stays; `null` clears the note or the metadata. */
export type OrderAmendment = {
  readonly email?: string;
  readonly shippingAddress?: Address;
  readonly note?: string | null;
  readonly metadata?: Readonly<Record<string, string>> | null;
};
export type AmendOrderCommand = OrderToChange & { readonly changes: OrderAmendment };
/** The order keeps its price, so it cannot go where other taxes apply, or where its method does not deliver. */
export type DestinationRefused = { readonly type: 'order.tax-differs' | 'order.not-delivered-there' };
export type AmendOrderError =
  OrderNotFound | OrderVersionStale | DestinationRefused | Refusal<DomainAmendOrderError> | StorageUnavailable;
/** Changes what staff may change of an order. Its price stays. Returns the order. */
export type AmendOrder = (command: AmendOrderCommand, staff: StaffCaller) => ResultAsync<OrderView, AmendOrderError>;

export const makeAmendOrder =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): AmendOrder =>
  ({ changes, ...target }, { userId: actor }) =>
    unitOfWork.run((repositories) =>
      lockOrder(repositories.orders, target)
        .andThen((stored) => {
          const { shippingAddress: address } = changes;
          const checked: ResultAsync<void, DestinationRefused> =
            address === undefined
              ? okAsync(undefined)
              : repositories.pricing.rules().andThen((rules) => checkDestination(rules, stored.order, address));
          return checked.map(() => stored);
        })
        .andThen((stored) => {
          const at = clock.now();
          const { email } = changes;
          const amendment = { ...changes, ...(email === undefined ? {} : { email: normaliseEmail(email) }), at };
          return fromDomain(amendOrder(stored.order, amendment)).asyncAndThen((change) =>
            saveOrderChange(repositories, stored, change, at, actor),
          );
        })
        .andThen((saved) => orderView(repositories, saved)),
    );

/** Compares by the rules of today: those that the order was priced by are known only for its old destination. */
function checkDestination(
  { taxZones, shippingMethods }: PricingRules,
  { shippingAddress: before, pricing }: Order,
  address: Address,
): Result<void, DestinationRefused> {
  const destination = destinationAt(address);
  if (before !== undefined && taxZones !== undefined) {
    const [old, next] = [taxRulesFor(taxZones, destinationAt(before)), taxRulesFor(taxZones, destination)];
    const rulesOf = (found: typeof old) =>
      found.ok ? [found.value.prices, found.value.rates, found.value.shippingClass ?? null] : null;
    if (JSON.stringify(rulesOf(old)) !== JSON.stringify(rulesOf(next))) return err({ type: 'order.tax-differs' });
  }
  const method = shippingMethods.find(({ id }) => id === pricing.shipping?.method);
  if (method === undefined) return ok(undefined);
  const { currency, subtotal } = pricing;
  const [quote] = fromDomain(
    shippingQuotesFor([{ ...method, enabled: true }], { destination, currency, subtotal, weightGrams: 0 }),
  ).unwrapOr([]);
  const isSent = quote === undefined || quote.ok || quote.error.type !== 'shipping.not-to-destination';
  return isSent ? ok(undefined) : err({ type: 'order.not-delivered-there' });
}
