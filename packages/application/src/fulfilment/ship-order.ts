import {
  shipOrder,
  type Order,
  type OrderUnits,
  type Shipment,
  type Dispute,
  type OrderChange,
  type OrderStatus,
  type ShipmentId,
  type ShipOrderError as DomainShipOrderError,
} from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../caller.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { lockOrder, type OrderToChange, type OrderVersionStale } from '../ordering/lock-order.js';
import { orderView, type OrderView } from '../ordering/order-view.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { sameUnits } from './same-units.js';
import { saveOrderChange } from '../ordering/save-order-change.js';

type Parcel = {
  /** All that is left to ship when absent. */
  readonly lines?: readonly OrderUnits[];
  readonly carrier: string;
  readonly trackingNumber: string;
};
export type ShipOrderCommand = OrderToChange &
  Parcel & {
    /** Ships although the buyer's bank may take, or has taken, the money back. */
    readonly despiteDispute?: boolean;
  };
/** A payment of the order is disputed and the dispute is not won: the caller has to confirm that. */
export type OrderDisputed = {
  readonly type: 'order.disputed';
  readonly disputes: readonly Pick<Dispute, 'id' | 'amount' | 'status'>[];
  readonly status: OrderStatus;
};
export type ShipOrderError =
  OrderNotFound | OrderVersionStale | OrderDisputed | Refusal<DomainShipOrderError> | StorageUnavailable;
/** The order with its parcel; `repeated` when that parcel had been recorded before. */
export type ShippedParcel = { readonly view: OrderView; readonly shipmentId: ShipmentId; readonly repeated: boolean };
/**
 * Records a parcel that leaves the house. The same contents again under the same tracking number are the same parcel,
 * so that nothing is shipped twice by somebody who asks twice.
 *
 * @example await shipOrder({ orderId, carrier: 'DHL', trackingNumber: '00340434161094042557' }) // all that is left
 */
export type ShipOrder = (command: ShipOrderCommand, staff: StaffCaller) => ResultAsync<ShippedParcel, ShipOrderError>;

type ShipOrderDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: Ids };

export const makeShipOrder =
  ({ unitOfWork, clock, ids }: ShipOrderDeps): ShipOrder =>
  ({ orderId, expectedVersion, despiteDispute = false, ...parcel }, { userId: actor }) =>
    unitOfWork.run((repositories) =>
      lockOrder(repositories.orders, {
        orderId,
        ...(expectedVersion === undefined ? {} : { expectedVersion }),
      }).andThen((stored) => {
        const { shipments } = repositories;
        const known = findParcel(stored.order, parcel);
        if (known !== undefined) {
          return orderView(repositories, stored).map((view) => ({ view, shipmentId: known.id, repeated: true }));
        }
        const at = clock.now();
        const shipmentId = ids.next();
        return fromDomain(shipOrder(stored.order, { id: shipmentId, ...parcel, at }))
          .andThen((change) => (despiteDispute ? ok(change) : requireNoDispute(stored.order, change)))
          .asyncAndThen((change) => saveOrderChange(repositories, stored, change, at, actor))
          .andThen((saved) => shipments.add({ id: shipmentId, orderId }).andThen(() => orderView(repositories, saved)))
          .map((view) => ({ view, shipmentId, repeated: false }));
      }),
    );

function requireNoDispute({ disputes, status }: Order, change: OrderChange): Result<OrderChange, OrderDisputed> {
  const contested = disputes.filter((dispute) => dispute.status !== 'won');
  if (contested.length === 0) return ok(change);
  const facts = contested.map(({ id, amount, status: state }) => ({ id, amount, status: state }));
  return err({ type: 'order.disputed', disputes: facts, status });
}

/** The parcel that this very request has recorded before. */
function findParcel({ shipments, status }: Order, { carrier, trackingNumber, lines }: Parcel): Shipment | undefined {
  const nothingIsLeft = status === 'shipped' || status === 'delivered';
  return shipments.findLast(
    (known) =>
      known.carrier === carrier &&
      known.trackingNumber === trackingNumber &&
      (lines === undefined ? nothingIsLeft : sameUnits(lines, known.lines)),
  );
}
