import type { Order, OrderUnits } from '@cartwright/domain';
import { presentPricedLine, presentPricing } from './present-pricing.js';
import { presentTimeline } from './present-timeline.js';
import type { OrderAnswer } from './schemas/order-schemas.js';

/** An order as its owner sees it. It depends on the order alone, so the same order is always the same bytes. */
export function presentOrder(order: Order): OrderAnswer {
  const { pricing, descriptions, cancellation } = order;
  return {
    id: order.id,
    number: order.number,
    status: order.status,
    paymentStatus: order.paymentStatus,
    currency: pricing.currency,
    email: order.email,
    total: pricing.total,
    lines: pricing.lines.map((line) => ({
      ...presentPricedLine(line),
      name: descriptions[line.variantId]?.name ?? '',
      sku: descriptions[line.variantId]?.sku ?? '',
      digital: line.digital,
    })),
    pricing: presentPricing(pricing),
    ...(order.shippingAddress === undefined ? {} : { shippingAddress: order.shippingAddress }),
    ...(order.billingAddress === undefined ? {} : { billingAddress: order.billingAddress }),
    payments: order.payments.map(({ provider, reference, amount, at }) => ({ provider, reference, amount, at })),
    refunds: order.refunds.map(({ id, amount, reason, status, requestedAt, settledAt }) => ({
      id,
      amount,
      reason,
      status,
      requestedAt,
      ...(settledAt === undefined ? {} : { settledAt }),
    })),
    shipments: order.shipments.map(({ lines, ...shipment }) => ({ ...shipment, lines: unitsOf(lines) })),
    returns: order.returns.map(({ id, lines, amount, reason, restock, at }) => ({
      id,
      lines: unitsOf(lines),
      amount,
      ...(reason === undefined ? {} : { reason }),
      restock,
      at,
    })),
    dueBack: order.dueBack,
    timeline: presentTimeline(order),
    createdAt: order.placedAt,
    ...(cancellation === undefined ? {} : { cancelledAt: cancellation.at }),
  };
}

const unitsOf = (lines: readonly OrderUnits[]) => lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
