import type {
  CancelUnitsError,
  DeliverParcelError,
  OrderVersionStale,
  ReceiveReturnError,
  RequestReturnError,
  ShipOrderError,
  ViewShipmentError,
} from '@cartwright/application';
import type { OrderRefusal, UnitsError } from '@cartwright/domain';
import type { Problems } from '../../errors/problem.js';
import { cancelOrderProblems, idempotencyProblems, viewOrderProblems } from './order-problems.js';
import { defect, storageProblems } from '../../errors/unavailable-problems.js';

export const versionProblems = {
  'order.version-stale': {
    status: 412,
    title: 'The order has changed',
    detail: 'It is no longer at the version of `If-Match`. Read it again.',
  },
} satisfies Problems<OrderVersionStale>;

export const unitsProblems: Problems<OrderRefusal<UnitsError>> = {
  'units.none': { status: 422, title: 'There are no units', detail: 'Name at least one.' },
  'units.not-ordered': {
    status: 422,
    title: 'The variant was not ordered',
    detail: 'The order has no line of it.',
  },
  'units.not-available': {
    status: 409,
    title: 'There are not as many units left',
    detail: '`available` is how many units of the variant this can still be done with.',
  },
};

export const shipOrderProblems: Problems<ShipOrderError> = {
  ...viewOrderProblems,
  ...versionProblems,
  ...unitsProblems,
  'order.not-shippable': {
    status: 409,
    title: 'The order cannot be shipped',
    detail: 'It is not paid, is cancelled, or nothing of it is left to ship; `orderStatus` is what it is.',
  },
  'order.money-gone-back': {
    status: 409,
    title: 'The money has gone back',
    detail: 'All that was paid is refunded or on its way back. Nothing was shipped.',
  },
  'order.disputed': {
    status: 409,
    title: 'A payment of the order is disputed',
    detail: 'The bank may take the money of `disputes` back, or has taken it. To ship anyway, send `despiteDispute`.',
    facts: ({ disputes, status }) => ({ disputes, orderStatus: status }),
  },
  // Its id is new.
  'shipment.already-recorded': defect,
};

export const viewShipmentProblems = {
  'shipment.not-found': { status: 404, title: 'There is no such parcel', detail: 'No order has a parcel of this id.' },
  ...storageProblems,
} satisfies Problems<ViewShipmentError>;

export const deliverParcelProblems: Problems<DeliverParcelError> = {
  ...viewShipmentProblems,
  ...versionProblems,
  // A parcel leads to an order that has it, and one that was delivered before is answered as it is.
  'order.not-found': defect,
};

export const requestReturnProblems: Problems<RequestReturnError> = { ...viewOrderProblems, ...unitsProblems };

export const receiveReturnProblems: Problems<ReceiveReturnError> = {
  'return.not-found': { status: 404, title: 'There is no such return', detail: 'Nobody has announced it.' },
  'return.already-received': {
    status: 409,
    title: 'The return was received before',
    detail: '`restock` is what was said of its units then.',
  },
  ...versionProblems,
  ...unitsProblems,
  'order.not-found': defect,
  // The route gives back no shipping.
  'return.already-recorded': defect,
  'return.shipping-exceeds-paid': defect,
  'return.amount-not-positive': defect,
  'money.currency-mismatch': defect,
  'money.not-an-integer': defect,
  'money.off-step': defect,
  'money.out-of-range': defect,
  ...storageProblems,
};

export const cancelUnitsProblems: Problems<
  CancelUnitsError | { readonly type: 'idempotency.key-missing' } | { readonly type: 'idempotency.key-malformed' }
> = {
  ...idempotencyProblems,
  ...cancelOrderProblems,
  ...versionProblems,
  ...unitsProblems,
  // Its id is new.
  'cancellation.already-recorded': defect,
};
