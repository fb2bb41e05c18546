import type { Instant, OrderStatus, PaymentStatus } from '@cartwright/domain';
import type { FoundOrder } from '../ports/read-models/order-search.js';
import type { Page } from '../ports/read-models/paging.js';

/** An order in a file of orders. `total` is minor units of `currency`. */
export type OrderReportRow = {
  readonly number: string;
  readonly createdAt: Instant;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly email: string;
  readonly currency: string;
  readonly total: number;
  readonly units: number;
  readonly id: string;
};

/** Orders as rows of a file. */
export const orderRowsOf = ({ data }: Page<FoundOrder>): readonly OrderReportRow[] =>
  data.map(({ id, number, createdAt, status, paymentStatus, email, total, lines }) => ({
    number,
    createdAt,
    status,
    paymentStatus,
    email,
    currency: total.currency,
    total: total.amount,
    units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    id,
  }));
