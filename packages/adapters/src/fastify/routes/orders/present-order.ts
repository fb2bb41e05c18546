import type { IssuedDocument, OrderView, ReturnRequest } from '@cartwright/application';
import { estimateArrival } from '@cartwright/application';
import type { Delivery, Order, OrderUnits, Shipment } from '@cartwright/domain';
import type { FastifyReply } from 'fastify';
import { versionTag } from '../../responses/entity-tags.js';
import type { ImageUrl } from '../../responses/image-urls.js';
import { presentItem } from '../cart/present-item.js';
import { presentPricedLine, presentPricing } from '../cart/present-pricing.js';
import { presentTimeline } from './present-timeline.js';
import { buyerFields, type OrderResponse } from './order-schemas.js';

/** Sends an order with the language of its names and, as the entity tag, its version. */
export function respondWithOrder(reply: FastifyReply, view: OrderView): OrderResponse {
  const { order, version, returnRequests, documents } = view;
  void reply.header('etag', versionTag(version));
  nameLanguage(reply, order);
  return presentOrder(order, reply.server.imageUrl, returnRequests, documents);
}

/** The language of the names that an order stores. It is the same for all readers, whatever they ask for. */
export function nameLanguage(reply: FastifyReply, { namesLocale }: Order): void {
  if (namesLocale !== undefined) void reply.header('content-language', namesLocale);
}

/**
 * An order as its owner sees it, with announced returns and documents (none for a new order). The result only depends
 * on these, so the same order always gives the same bytes.
 */
export function presentOrder(
  order: Order,
  imageUrl: ImageUrl,
  returnRequests: readonly ReturnRequest[] = [],
  documents: readonly IssuedDocument[] = [],
): OrderResponse {
  const { pricing, descriptions, cancellation } = order;
  const { note: buyerNote } = order.original ?? order;
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
      // What it was called when it was ordered. The product may have changed since.
      ...presentItem(descriptions[line.variantId] ?? { name: '', sku: '' }, imageUrl),
      digital: line.digital,
    })),
    pricing: presentPricing(pricing),
    ...buyerFactsOf(order),
    ...(buyerNote === undefined ? {} : { buyerNote }),
    payments: order.payments.map(({ provider, reference, amount, method, at }) => ({
      provider,
      reference,
      amount,
      ...(method === undefined ? {} : { method }),
      at,
    })),
    refunds: order.refunds.map(
      ({ id, amount, goodwill, reason, paymentReference, status, requestedAt, settledAt, failure }) => ({
        id,
        amount,
        ...(goodwill === undefined ? {} : { goodwill }),
        reason,
        paymentReference,
        status,
        requestedAt,
        ...(settledAt === undefined ? {} : { settledAt }),
        ...(failure === undefined ? {} : { failure }),
      }),
    ),
    disputes: order.disputes.map(({ id, paymentReference, amount, status, openedAt, settledAt }) => ({
      id,
      paymentReference,
      amount,
      status,
      openedAt,
      ...(settledAt === undefined ? {} : { settledAt }),
    })),
    waivedUnits: order.unitWaivers.map(({ lines, amount, reason, at }) => ({
      lines: unitsOf(lines),
      amount,
      ...(reason === undefined ? {} : { reason }),
      at,
    })),
    shipments: order.shipments.map(presentShipment),
    returns: presentReturns(order, returnRequests),
    ...(order.delivery === undefined ? {} : { delivery: presentDelivery(order.delivery) }),
    estimatedArrival: estimateArrival(order) ?? null,
    ...(order.digitalConsentAt === undefined ? {} : { digitalConsentAt: order.digitalConsentAt }),
    ...(order.cheapestShipping === undefined ? {} : { cheapestShipping: order.cheapestShipping }),
    ...(order.withdrawals === undefined
      ? {}
      : {
          withdrawals: order.withdrawals.map(({ id, lines, refund, at }) => ({
            id,
            lines: unitsOf(lines),
            refund,
            at,
          })),
        }),
    dueBack: order.dueBack,
    ...presentDocuments(documents),
    timeline: presentTimeline(order, returnRequests),
    createdAt: order.placedAt,
    ...(cancellation === undefined ? {} : { cancelledAt: cancellation.at }),
  };
}

type BuyerField = keyof typeof buyerFields & keyof Order & keyof OrderResponse;

/** The fields of `buyerFields` that the order has. */
const buyerFactsOf = (order: Order): Pick<OrderResponse, BuyerField> =>
  Object.fromEntries(
    (Object.keys(buyerFields) as BuyerField[]).flatMap((name) =>
      order[name] === undefined ? [] : [[name, order[name]]],
    ),
  );

const presentDelivery = ({ name, days }: Delivery) => ({ name, ...(days === undefined ? {} : { days }) });

const presentDocuments = (documents: readonly IssuedDocument[]): Pick<OrderResponse, 'invoice' | 'creditNotes'> => {
  const invoice = documents.find(({ kind }) => kind === 'invoice');
  return {
    ...(invoice === undefined ? {} : { invoice: { number: invoice.number, issuedAt: invoice.issuedAt } }),
    creditNotes: documents.filter(({ kind }) => kind === 'credit-note').map(presentCreditNote),
  };
};

const presentCreditNote = ({ number, subject = '', amount, taxes, issuedAt }: IssuedDocument) => ({
  number,
  ...(subject.startsWith('dispute/') ? { disputeId: subject.slice('dispute/'.length) } : { refundId: subject }),
  amount,
  tax: { ...amount, amount: taxes.reduce((sum, { tax }) => sum + tax.amount, 0) },
  issuedAt,
});

/** A parcel without its undefined members. */
export const presentShipment = ({ id, lines, carrier, trackingNumber, shippedAt, deliveredAt }: Shipment) => ({
  id,
  lines: unitsOf(lines),
  ...(carrier === undefined ? {} : { carrier }),
  ...(trackingNumber === undefined ? {} : { trackingNumber }),
  shippedAt,
  ...(deliveredAt === undefined ? {} : { deliveredAt }),
});

/** Received returns, then announced ones. */
function presentReturns({ returns }: Order, requests: readonly ReturnRequest[]): OrderResponse['returns'] {
  const received = returns.map(({ id, lines, amount, reason, restock, at }) => {
    const request = requests.find((known) => known.id === id);
    return {
      id,
      status: 'received' as const,
      lines: unitsOf(lines),
      ...(reason === undefined ? {} : { reason }),
      ...(request === undefined ? {} : { requestedAt: request.requestedAt }),
      receivedAt: at,
      amount,
      restock,
    };
  });
  // From the order, not from the request, which may be newer.
  const awaited = requests.filter(({ id }) => !returns.some((known) => known.id === id));
  return [...received, ...awaited.map(presentRequest)];
}

/** An announced return. */
export const presentRequest = ({ id, lines, reason, requestedAt }: ReturnRequest) => ({
  id,
  status: 'requested' as const,
  lines: unitsOf(lines),
  reason,
  requestedAt,
});

const unitsOf = (lines: readonly OrderUnits[]) => lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
