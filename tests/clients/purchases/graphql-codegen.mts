/** A purchase by the client of graphql-codegen: prints the status of the paid order. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import {
  AddLineDocument,
  ConfirmDocument,
  OpenCartDocument,
  OrderDocument,
  PayDocument,
  PlaceOrderDocument,
  ProductsDocument,
} from '../.tmp/graphql.js';

const url = `${process.argv[2] ?? ''}/graphql`;

async function send<Result, Variables>(
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
  headers: Record<string, string> = {},
): Promise<Result> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors } = (await response.json()) as { data: Result; errors?: readonly { message: string }[] };
  if (errors !== undefined) throw new Error(errors[0]?.message);
  return data;
}

const { products } = await send(ProductsDocument, {});
const variantId = products?.edges[0]?.node.variants[0]?.id;
if (variantId === undefined) throw new Error('nothing is for sale');

const { createCart: cart } = await send(OpenCartDocument, {});
if (typeof cart?.token !== 'string') throw new Error('no cart');
const cartHeaders = { 'X-Cart-Token': cart.token };
const { addLine: filled } = await send(
  AddLineDocument,
  { cart: cart.id, input: { variantId, quantity: 2 } },
  cartHeaders,
);
if (filled?.lines[0]?.quantity !== 2) throw new Error('the cart has not two units');

const input = {
  cartId: cart.id,
  email: 'ada@example.com',
  shippingAddress: { fullName: 'Ada', line1: '1 Market Street', city: 'London', postalCode: 'EC1A 1AA', country: 'GB' },
};
const { placeOrder: order } = await send(PlaceOrderDocument, { input, key: crypto.randomUUID() }, cartHeaders);
if (typeof order?.token !== 'string') throw new Error('no order');
const orderHeaders = { 'X-Order-Token': order.token };

const { startPayment: payment } = await send(
  PayDocument,
  { order: order.id, input: { method: 'card' }, key: crypto.randomUUID() },
  orderHeaders,
);
if (typeof payment?.paymentId !== 'string') throw new Error('no payment');
await send(ConfirmDocument, { payment: payment.paymentId, input: { paymentMethod: 'pm_card_visa' } });

const { order: paid } = await send(OrderDocument, { order: order.id }, orderHeaders);
console.log(paid?.status);
