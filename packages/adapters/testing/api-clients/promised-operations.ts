/** What clients rely on, a line an operation: query parameters, members of the body, statuses. */
const promised = `
POST /auth/register {email,password,name} 201 409
POST /auth/login {email,password,totp} 200 401
POST /me/totp 201
DELETE /me/totp 204
POST /me/totp/confirm {code} 200
POST /auth/session {email,password,totp} 200 401
DELETE /auth/session 204
POST /auth/refresh {refreshToken} 200 401
POST /auth/logout {refreshToken} 204
POST /auth/logout-all 204
POST /auth/password/forgot {email} 202
POST /auth/password/reset {token,password} 204
POST /auth/email/verify {token} 204
GET /auth/oauth/:provider ?returnUrl 302 400
GET /auth/oauth/:provider/callback 302
POST /auth/oauth/token {code} 200
GET /me 200
PATCH /me {name,locale,marketingConsent,metadata} 200
DELETE /me {password} 204 409
PUT /me/password 204
GET /me/sessions 200
DELETE /me/sessions/:id 204
GET /me/export 200
GET /me/addresses ?page,limit,cursor 200
POST /me/addresses {fullName,company,line1,line2,city,region,postalCode,country,phone,isDefault} 201
PATCH /me/addresses/:id {fullName,company,line1,line2,city,region,postalCode,country,phone,isDefault} 200
DELETE /me/addresses/:id 204
GET /admin/users ?search,role,group,page,limit,cursor 200
POST /admin/users 201 409
GET /admin/users/:id 200 404
PATCH /admin/users/:id {role,groups,disabled} 200 412
POST /admin/users/:id/erase 204 409
POST /admin/customers/erase {email} 204 409
GET /admin/customers ?search,page,limit,cursor 200
GET /admin/customers/:id 200 404
GET /admin/roles ?page,limit,cursor 200
POST /admin/roles {permissions} 201 409
PATCH /admin/roles/:name {permissions} 200 409 412
DELETE /admin/roles/:name 204 409 412
GET /admin/customer-groups ?page,limit,cursor 200
POST /admin/customer-groups 201 409
PATCH /admin/customer-groups/:id 200 409 412
DELETE /admin/customer-groups/:id 204 412
GET /admin/api-keys ?page,limit,cursor 200
POST /admin/api-keys {name,permissions,expiresAt} 201
DELETE /admin/api-keys/:id 204
GET /products
  ?search,ids,category,brand,tag,minPrice,maxPrice,inStock,minRating,currency,sort,facets,locale,page,limit
  ?cursor 200 304
GET /products/:idOrSlug ?currency,locale 200 304 404 422
GET /products/featured ?currency,locale 200 304
GET /products/suggest ?q,currency,locale 200 304
GET /products/:id/related ?currency,locale 200 304 404
GET /variants ?ids,currency,locale 200 304
GET /categories ?locale 200 304
GET /categories/:slug ?locale 200 304 404
POST /admin/products {status,publishAt,featured,translations,categoryIds,brand,tags,options} 201 409
GET /admin/products ?page,limit,cursor 200
GET /admin/products/:id 200 404
PATCH /admin/products/:id {status,publishAt,featured,translations,categoryIds,brand,tags,options} 200 409 412
DELETE /admin/products/:id 204 412
POST /admin/products/:id/variants {options,prices,taxClass,stock,stockTracked,backorder,lowStockThreshold} 201 409
PATCH /admin/products/:id/variants/:variantId {options,prices,taxClass,stockTracked,backorder,lowStockThreshold} 200
  412
DELETE /admin/products/:id/variants/:variantId 204 412
POST /admin/categories 201
PATCH /admin/categories/:id 200 412
DELETE /admin/categories/:id 204 412
POST /admin/products/:id/images {file,alt} 201 413 415
PATCH /admin/products/:id/images/:imageId 200
DELETE /admin/products/:id/images/:imageId 204
POST /admin/imports/products ?dryRun 202 415
GET /admin/imports/:jobId 200 404
GET /admin/exports/products.csv 200
GET /admin/price-lists ?page,limit,cursor 200
POST /admin/price-lists {name,currency,groups,startsAt,endsAt,priority,prices} 201
PATCH /admin/price-lists/:id {name,currency,groups,startsAt,endsAt,priority,prices} 200 412
DELETE /admin/price-lists/:id 204 412
GET /admin/price-lists/:id/prices.csv 200
PUT /admin/price-lists/:id/prices.csv 200
PATCH /admin/variants/:id/stock {delta,reason} 200 409
GET /admin/variants/:id/stock ?page,limit,cursor 200 404
PATCH /admin/stock {reason,items} 200 409
GET /products/:id/reviews ?page,limit,cursor 200
POST /products/:id/reviews 201
PATCH /reviews/:id 200
DELETE /reviews/:id 204
GET /admin/reviews ?page,limit,cursor 200
POST /admin/reviews/:id/approve 200
POST /admin/reviews/:id/reject 200
GET /me/wishlist ?locale,page,limit,cursor 200
PUT /me/wishlist/:variantId 204
DELETE /me/wishlist/:variantId 204
POST /me/wishlist/:variantId/move-to-cart ?locale 200 412
POST /carts ?locale {currency} 201 422
GET /carts/:id ?locale 200 404
PATCH /carts/:id ?locale
  {email,shippingAddress,shippingAddressId,billingAddress,billingAddressId,shippingMethod,note,metadata} 200 412
PUT /carts/:id/lines/:variantId ?locale {quantity} 200 412
POST /carts/:id/lines ?locale {variantId,quantity} 200 412
DELETE /carts/:id/lines/:variantId ?locale 200 412
POST /carts/:id/coupons ?locale {code} 200 412 422
DELETE /carts/:id/coupons/:code ?locale 200 412
POST /carts/:id/claim ?locale 200 412
GET /carts/:id/shipping-options ?country,region,postalCode 200
POST /orders ?locale
  {cartId,items,email,shippingAddress,shippingAddressId,billingAddress,billingAddressId,shippingMethod,coupons}
  {expectedTotal,vatNumber,digitalConsent,metadata} 201 400 409 412 422
GET /me/orders ?from,to,status,sort,page,limit,cursor 200
GET /orders/:id 200 404
POST /orders/:id/payments {method,successUrl,cancelUrl} 201 400 409 422
POST /orders/:id/cancel {reason} 200 409
POST /orders/:id/returns {lines,reason} 201
POST /orders/:id/withdrawal {lines,confirm} 200 201 422
GET /admin/returns ?page,limit,cursor 200
POST /admin/returns/:id/receive {restock,shippingRefund} 200 422
GET /me/downloads 200
GET /me/downloads/:id 200
GET /orders/:id/downloads 200
GET /downloads/:token 200 410
PUT /admin/variants/:id/file 200
GET /orders/:id/invoice.pdf 200
GET /orders/:id/credit-notes/:number.pdf 200
GET /invoices/:token 200
GET /admin/orders/:id/packing-slip.pdf 200
POST /orders/lookup {number,email} 202
GET /orders/:id/events 200 410
GET /admin/orders/events 200 410
GET /admin/reconciliations ?page,limit,cursor 200
GET /admin/reconciliations/:id 200 404
POST /admin/reconciliations 202
PATCH /admin/orders/:id {email,shippingAddress,note,metadata} 200 409 412
POST /admin/orders/:id/units/cancel {lines} 200 400 412
POST /admin/orders/:id/payments {amount,reference} 201 400 412
POST /admin/orders/:id/mails {mail} 202
GET /admin/orders.csv 200
GET /admin/orders ?from,to,status,sort,page,limit,cursor 200
GET /admin/shipments/:id 200
POST /admin/orders/:id/shipments {lines,carrier,trackingNumber} 201 412
POST /admin/shipments/:id/deliver 200 412
POST /admin/orders/:id/refunds {amount,lines,reason} 201 400 412
POST /webhooks/stripe 200
GET /posts ?tag,search,locale,cursor,limit 200
GET /posts/:slug ?locale 200
GET /tags 200
GET /posts/:id/comments ?page,limit,cursor 200
POST /posts/:id/comments {text} 201
DELETE /comments/:id 204
GET /admin/posts ?page,limit,cursor 200
POST /admin/posts 201
PATCH /admin/posts/:id 200 412
DELETE /admin/posts/:id 204 412
GET /admin/comments ?page,limit,cursor 200
POST /admin/comments/:id/approve 200
POST /admin/comments/:id/reject 200
GET /shop 200
PATCH /admin/shop {address,country,vatNumber,bankDetails,withdrawalDays,lowStockThreshold,timeZone} 200 412
GET /admin/promotions ?page,limit,cursor 200
POST /admin/promotions {name,target,effect,conditions,priority,exclusiveGroup,combinable,stops,visibility} 201
PATCH /admin/promotions/:id {name,target,effect,conditions,priority,exclusiveGroup,combinable,stops,visibility} 200
  412
DELETE /admin/promotions/:id 204 412
POST /admin/promotions/:id/codes {count,prefix} 201
POST /admin/promotions/preview {promotion,cart} 200
POST /admin/promotions/backtest {promotion,from,to} 202
GET /admin/promotions/backtest/:jobId 200
GET /admin/shipping-methods ?page,limit,cursor 200
POST /admin/shipping-methods {name,zones,charges,deliveryDays,taxClass,enabled} 201
PATCH /admin/shipping-methods/:id {name,zones,charges,deliveryDays,taxClass,enabled} 200 412
DELETE /admin/shipping-methods/:id 204 412
GET /admin/tax-rules 200
PUT /admin/tax-rules {zones} 200 412
GET /admin/minimum-order-rules 200
PUT /admin/minimum-order-rules {rules} 200 412
GET /admin/reports/sales ?from,to,groupBy 200
GET /admin/reports/top-products ?from,to 200
GET /admin/reports/low-stock 200
GET /admin/reports/customers ?from,to 200
GET /admin/reports/promotions ?from,to 200
GET /admin/reports/taxes ?from,to 200
GET /admin/reports/reviews ?from,to 200
GET /admin/jobs 200
POST /admin/jobs/:name/pause 204
POST /admin/jobs/:name/resume 204
POST /admin/jobs/:name/run 202
GET /admin/jobs/failed ?page,limit,cursor 200
POST /admin/jobs/failed/:id/retry 202
GET /admin/webhooks ?page,limit,cursor 200
POST /admin/webhooks {url,events,secret} 201
PATCH /admin/webhooks/:id {url,events,secret} 200 412
DELETE /admin/webhooks/:id 204 412
GET /admin/webhooks/:id/deliveries ?page,limit,cursor 200
POST /admin/webhooks/:id/deliveries/:deliveryId/redeliver 202
GET /admin/events ?after 200 400 410
GET /admin/audit-log ?page,limit,cursor 200
POST /sandbox/payments/:paymentId/confirm {paymentMethod} 200
`;

export type PromisedOperation = {
  /** With the names of parameters left out, such as `GET /products/{}`. */
  readonly name: string;
  readonly query: readonly string[];
  readonly body: readonly string[];
  readonly statuses: readonly string[];
};

/** @example withoutNames('GET /products/{idOrSlug}') // 'GET /products/{}' */
export const withoutNames = (operation: string): string => operation.replaceAll(/\{\w+\}|:\w+/gu, '{}');

export const promisedOperations: readonly PromisedOperation[] = promised
  .trim()
  .replaceAll('\n  ', ' ')
  .split('\n')
  .map((line) => {
    const [method = '', path = '', ...parts] = line.split(' ');
    const listed = (mark: string) =>
      parts.flatMap((part) => (part.startsWith(mark) ? part.replaceAll(/[?{}]/gu, '').split(',') : []));
    return {
      name: withoutNames(`${method} ${path}`),
      query: listed('?'),
      body: listed('{'),
      statuses: parts.filter((part) => /^\d/u.test(part)),
    };
  });
