/** The first page of the documentation, in Markdown. */
export const introduction = `
The API of a shop. This page describes what all requests have in common. The sections below describe each request.

## A purchase

1. Find a product: \`GET /api/v1/products\`. Customers buy its \`variants\`.
2. Open a cart: \`POST /api/v1/carts\`. A guest receives a \`token\` for it.
3. Set the quantity of a variant: \`PUT /api/v1/carts/{id}/lines/{variantId}\`. The response is the cart with its prices.
4. Add a coupon, if there is one: \`POST /api/v1/carts/{id}/coupons\`.
5. Place the order: \`POST /api/v1/orders\`. This reserves the stock. The order is \`pending\`.
6. Start a payment: \`POST /api/v1/orders/{id}/payments\`. With Stripe, confirm it with Stripe's library. With sandbox
   payments, confirm it with \`POST /api/v1/sandbox/payments/{paymentId}/confirm\`.
7. Read the order: \`GET /api/v1/orders/{id}\`. Its \`status\` is now \`paid\`.

## Try it

Open a request below and choose *Execute*. In a shop with sandbox payments this page fills in a product, a cart, an
order and a payment of the shop, opens those that a request needs, and signs in as a demo user. So each step of the
purchase above succeeds at once. No money moves.

## Tokens

- A registered user sends \`Authorization: Bearer <access token>\`. \`POST /api/v1/auth/login\` returns an access token and a
  refresh token.
- A page in a browser can sign in by cookie instead: \`POST /api/v1/auth/session\`. It sends the \`csrfToken\` of the
  response as \`X-CSRF-Token\` with each request that is not a GET. \`GET /api/v1/auth/session\` returns it again.
- A program sends an API key in place of an access token. \`POST /api/v1/admin/api-keys\` returns one, once. It does
  what its permissions say, and has no account.
- A guest sends \`X-Cart-Token\` for a cart and \`X-Order-Token\` for an order. Both are returned when the cart or the order
  is created.

## Money

An amount is \`{ "amount": 1999, "currency": "USD" }\`: an integer number of minor units, here 19.99 US dollars. Rates are
integers in millionths: 200000 is 20 %.

## Idempotency

A request that creates an order, a payment or a refund needs the header \`Idempotency-Key\`, a text of your choice with 1 to
255 characters. If you receive no response, send the same request with the same key again. You receive the first response,
with \`Idempotency-Replayed: true\`, and nothing is created twice. A key is valid for 24 hours. To cancel an order, to confirm a
withdrawal and to receive a return, the header is optional.

## Errors

Errors are problem details (RFC 9457) with the content type \`application/problem+json\`. \`code\` names the error, for example
\`stock.insufficient\`. \`type\` is a link to a page about it. \`detail\` is a sentence that a buyer can read. The facts of the error are further members. \`errors\` lists invalid fields. Every response has the
header \`X-Request-Id\`, which also appears in the log of the shop.
`.trim();
