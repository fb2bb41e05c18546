/** Long because it lists every group of routes. */
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import fastifyPlugin from 'fastify-plugin';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { respondToBrokenConnection } from './errors/respond-to-broken-connections.js';
import { respondToError, respondNotFound } from './errors/respond-to-errors.js';
import { authenticate, requireAccess } from './requests/authenticate.js';
import { makeSerializerCompiler } from './responses/compile-serializers.js';
import { makeValidatorCompiler } from './requests/validation/compile-validators.js';
import { deprecations } from './deprecations.js';
import { describeApi } from './openapi/describe-api.js';
import { countRequests } from './requests/monitoring/count-requests.js';
import { limitRequests } from './requests/limit-requests.js';
import { logRequest, requestLogging } from './requests/monitoring/log-requests.js';
import { collectProblems } from './errors/known-problems.js';
import { makeSecureCookie } from './requests/secure-cookie.js';
import { readJson } from './requests/read-json.js';
import { refusalOnAnyRoute } from './requests/refuse-on-any-route.js';
import { refuseUnknownParameters } from './requests/refuse-unknown-parameters.js';
import { refuseBodyOfRead, refuseUnusedBody, refuseUnusedCondition } from './requests/refuse-unused-input.js';
import { requestIdOf } from './requests/request-id.js';
import { traceRequests } from './requests/monitoring/trace-requests.js';
import { reportRequests } from './requests/monitoring/report-requests.js';
import type { RouteTypes } from './route-types.js';
import { adminOrderRoutes } from './routes/orders/admin-orders.js';
import { accountLinkRoutes } from './routes/identity/account-links.js';
import { accountPageRoutes } from './routes/identity/account-pages.js';
import { wishlistRoutes } from './routes/customers/wishlist.js';
import { addressRoutes } from './routes/customers/addresses.js';
import { customerRoutes } from './routes/customers/customers.js';
import { customerGroupRoutes } from './routes/customers/customer-groups.js';
import { meRoutes } from './routes/customers/me.js';
import { adminApiKeyRoutes } from './routes/identity/admin-api-keys.js';
import { adminRoleRoutes } from './routes/identity/admin-roles.js';
import { privacyRoutes } from './routes/customers/privacy.js';
import { adminUserRoutes } from './routes/identity/admin-users.js';
import { authRoutes } from './routes/identity/auth.js';
import { browserSessionRoutes } from './routes/identity/browser-sessions.js';
import { providerSignInRoutes } from './routes/identity/provider-sign-in.js';
import { secondFactorRoutes } from './routes/identity/second-factor.js';
import { sessionRoutes } from './routes/identity/sessions.js';
import { cartCouponRoutes } from './routes/cart/cart-coupons.js';
import { cartLineRoutes } from './routes/cart/cart-lines.js';
import { cartRoutes } from './routes/cart/carts.js';
import { checkoutRoutes } from './routes/cart/checkout.js';
import { categoryRoutes } from './routes/catalogue/categories.js';
import { catalogueRoutes } from './routes/catalogue/catalogue.js';
import { digitalFileRoutes } from './routes/catalogue/digital-files.js';
import { downloadRoutes } from './routes/orders/downloads.js';
import { healthRoutes } from './routes/administration/health.js';
import { metricsRoutes } from './routes/administration/metrics.js';
import { invoiceRoutes } from './routes/orders/invoices.js';
import { auditLogRoutes } from './routes/administration/audit-log.js';
import { webhookSubscriptionRoutes } from './routes/events/webhook-subscriptions.js';
import { eventFeedRoutes } from './routes/events/event-feed.js';
import { orderStreamRoutes } from './routes/events/order-streams.js';
import { jobDashboardRoutes } from './routes/administration/job-dashboard.js';
import { jobRoutes } from './routes/administration/jobs.js';
import { myOrderRoutes } from './routes/orders/my-orders.js';
import { orderPageRoutes } from './routes/orders/order-page.js';
import { adminOrderChangeRoutes } from './routes/orders/admin-order-changes.js';
import { orderRoutes } from './routes/orders/orders.js';
import { paymentRoutes } from './routes/payments/payments.js';
import { managedCategoryRoutes } from './routes/catalogue/managed/managed-categories.js';
import { adminReviewRoutes } from './routes/catalogue/admin-reviews.js';
import { reviewRoutes } from './routes/catalogue/reviews.js';
import { adminCommentRoutes } from './routes/journal/admin-comments.js';
import { adminPostRoutes } from './routes/journal/admin-posts.js';
import { commentRoutes } from './routes/journal/comments.js';
import { postImageRoutes } from './routes/journal/post-images.js';
import { postRoutes } from './routes/journal/posts.js';
import { managedProductRoutes } from './routes/catalogue/managed/managed-products.js';
import { priceChangeRoutes } from './routes/catalogue/managed/price-changes.js';
import { priceListFileRoutes } from './routes/catalogue/managed/price-list-files.js';
import { priceListRoutes } from './routes/catalogue/managed/price-lists.js';
import { managedVariantRoutes } from './routes/catalogue/managed/managed-variants.js';
import { productImageRoutes, uploadImageRoutes } from './routes/catalogue/managed/product-images.js';
import { storefrontRoutes } from './routes/storefront/storefront.js';
import { productImportRoutes } from './routes/catalogue/product-imports.js';
import { manualPaymentRoutes } from './routes/payments/manual-payments.js';
import { productMirrorRoutes } from './routes/payments/product-mirrors.js';
import { refundRoutes } from './routes/payments/refunds.js';
import { withdrawalRoutes } from './routes/orders/withdrawals.js';
import { returnRoutes } from './routes/orders/returns.js';
import { reconciliationRoutes } from './routes/payments/reconciliations.js';
import { sandboxRoutes } from './routes/payments/sandbox.js';
import { sandboxCheckoutRoutes } from './routes/payments/sandbox-checkout.js';
import { shipmentRoutes } from './routes/orders/shipments.js';
import { reportFileRoutes } from './routes/reports/report-files.js';
import { reportRoutes } from './routes/reports/reports.js';
import { consoleRoutes } from './routes/console/console.js';
import { shopRoutes } from './routes/administration/shop.js';
import { problemPageRoutes } from './routes/administration/problem-pages.js';
import { startPageRoutes } from './routes/administration/start-page.js';
import { stockRoutes } from './routes/catalogue/stock.js';
import { minimumOrderRoutes } from './routes/pricing/minimum-orders.js';
import { promotionBacktestRoutes } from './routes/pricing/promotion-backtests.js';
import { promotionCodeRoutes } from './routes/pricing/promotion-codes.js';
import { promotionRoutes } from './routes/pricing/promotions.js';
import { shippingMethodRoutes } from './routes/pricing/shipping-methods.js';
import { taxRuleRoutes } from './routes/pricing/tax-rules.js';
import { webhookRoutes } from './routes/payments/webhooks.js';
import { Category } from './routes/catalogue/catalogue-schemas.js';
import { makeImageUrl } from './responses/image-urls.js';
import { announceDeprecations } from './responses/announce-deprecation.js';
import { corsOptions } from './responses/cors-options.js';
import { makeRespondFromCache } from './response-cache/respond-from-cache.js';
import { dataHeaders } from './responses/security-headers.js';
import { graphqlRoutes } from '../mercurius/graphql-routes.js';
import { collectOperations } from '../mercurius/operations/collect-operations.js';
import type { ServerDeps } from './server-deps.js';

export type { Readiness, ServerDeps, ServerSettings } from './server-deps.js';

const prefix = '/api/v1';

/** The routes of the API, each made from the use cases. */
const apiRoutes = [
  authRoutes,
  sessionRoutes,
  secondFactorRoutes,
  adminUserRoutes,
  adminRoleRoutes,
  adminApiKeyRoutes,
  accountLinkRoutes,
  addressRoutes,
  wishlistRoutes,
  meRoutes,
  privacyRoutes,
  customerRoutes,
  customerGroupRoutes,
  catalogueRoutes,
  categoryRoutes,
  cartRoutes,
  cartLineRoutes,
  cartCouponRoutes,
  checkoutRoutes,
  orderRoutes,
  invoiceRoutes,
  downloadRoutes,
  digitalFileRoutes,
  paymentRoutes,
  myOrderRoutes,
  adminOrderRoutes,
  manualPaymentRoutes,
  refundRoutes,
  shipmentRoutes,
  returnRoutes,
  withdrawalRoutes,
  adminOrderChangeRoutes,
  productImportRoutes,
  managedProductRoutes,
  reviewRoutes,
  adminReviewRoutes,
  postRoutes,
  commentRoutes,
  adminPostRoutes,
  postImageRoutes,
  adminCommentRoutes,
  managedVariantRoutes,
  productImageRoutes,
  uploadImageRoutes,
  managedCategoryRoutes,
  priceListRoutes,
  priceListFileRoutes,
  priceChangeRoutes,
  stockRoutes,
  reconciliationRoutes,
  productMirrorRoutes,
  jobRoutes,
  auditLogRoutes,
  eventFeedRoutes,
  webhookSubscriptionRoutes,
  taxRuleRoutes,
  minimumOrderRoutes,
  shippingMethodRoutes,
  promotionRoutes,
  promotionBacktestRoutes,
  promotionCodeRoutes,
  shopRoutes,
  reportRoutes,
  reportFileRoutes,
];

/**
 * The HTTP server, ready to listen. The caller closes it.
 *
 * @example
 * const server = await buildServer(deps);
 * await server.listen({ host: '127.0.0.1', port: 3000 });
 */
export async function buildServer(deps: ServerDeps): Promise<FastifyInstance> {
  const { useCases } = deps;
  const { requestTimeoutMs = 30_000 } = deps;
  const log: FastifyServerOptions = deps.logger === false ? { logger: false } : { loggerInstance: deps.logger };
  const app = Fastify({
    ...log,
    logController: requestLogging,
    genReqId: requestIdOf,
    requestIdHeader: false,
    // Trusting every `X-Forwarded-For` would let clients choose their own address.
    trustProxy: deps.trustedProxies.length === 0 ? false : [...deps.trustedProxies],
    bodyLimit: 1024 * 1024,
    // A slow client is disconnected after at most `requestTimeoutMs` plus a sixth of it.
    requestTimeout: requestTimeoutMs,
    connectionTimeout: 120_000,
    // Node's refusal of a request without a host has no body and no id; `beginEveryResponse` sends ours.
    http: {
      headersTimeout: Math.min(20_000, requestTimeoutMs),
      connectionsCheckingInterval: requestTimeoutMs / 6,
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: 1000 },
    // A request that arrives on an open connection while the server closes is answered, and its connection closed.
    return503OnClosing: false,
    schemaController: { compilersFactory: { buildSerializer: makeSerializerCompiler() } },
    frameworkErrors: (error, request, reply) => respondToError(error, request, reply),
    clientErrorHandler: respondToBrokenConnection,
  }).withTypeProvider<RouteTypes>();

  app.setValidatorCompiler(makeValidatorCompiler());
  app.setErrorHandler(respondToError);
  app.setNotFoundHandler(respondNotFound);
  app.addSchema(Category);
  // Set by `authenticate` on each route that needs the caller.
  app.decorateRequest('caller');
  app.decorate('imageUrl', makeImageUrl(deps.assetsUrl ?? deps.publicUrl));
  app.decorate('respondFromCache', makeRespondFromCache(deps));
  readJson(app);

  await app.register(helmet, dataHeaders({ isSecure: deps.publicUrl.startsWith('https:') }));
  beginEveryResponse(app, deps.isDraining);
  // Node would also refuse an unknown `Expect`. Ignoring it is allowed (RFC 9110, 10.1.1).
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  reportRequests(app, [
    ...(deps.logger === false ? [] : [logRequest]),
    ...(deps.tracing === undefined ? [] : [traceRequests(app, deps.tracing)]),
    ...(deps.countRequest === undefined ? [] : [countRequests(deps.countRequest)]),
  ]);
  if (deps.allowedOrigins.length > 0) await app.register(cors, corsOptions(deps.allowedOrigins));
  const cookie = makeSecureCookie('session', deps);
  app.addHook('onRequest', limitRequests(useCases.admitRequest));
  const authenticateCaller = authenticate(useCases, cookie);
  app.addHook('onRequest', authenticateCaller);
  announceDeprecations(app, deps.deprecations ?? deprecations);
  await describeApi(app, { ...deps, cookie });

  app.addHook('onRoute', requireAccess);
  const known = collectProblems(app);
  app.addHook('onRoute', refuseUnknownParameters);
  app.addHook('onRoute', refuseUnusedBody);
  app.addHook('preHandler', refuseUnusedCondition);
  const operations = collectOperations(app);
  await app.register(startPageRoutes(deps));
  await app.register(problemPageRoutes({ ...deps, known }));
  await app.register(orderPageRoutes(useCases));
  await app.register(accountPageRoutes(useCases));
  await app.register(healthRoutes(deps));
  if (deps.consoleDirectory !== undefined)
    await app.register(consoleRoutes({ ...deps, directory: deps.consoleDirectory }));
  if (deps.renderMetrics !== undefined) await app.register(metricsRoutes({ render: deps.renderMetrics }));
  const { openJobDashboard: openDashboard } = deps;
  if (openDashboard !== undefined) await app.register(jobDashboardRoutes({ useCases, openDashboard }));
  await app.register(storefrontRoutes(deps));
  for (const routes of apiRoutes) await app.register(named(routes(useCases), routes.name), { prefix });
  const streams = { useCases, follower: deps.eventFollower, authenticate: authenticateCaller };
  await app.register(orderStreamRoutes(streams), { prefix });
  await app.register(browserSessionRoutes({ ...deps, cookie }), { prefix });
  await app.register(providerSignInRoutes(deps), { prefix });
  if (useCases.receiveWebhook !== undefined) {
    await app.register(webhookRoutes({ receiveWebhook: useCases.receiveWebhook }), { prefix });
  }
  if (deps.sandbox !== undefined) {
    const parts = { sandbox: deps.sandbox, handleProviderEvent: useCases.handleProviderEvent };
    await app.register(sandboxRoutes(parts), { prefix });
    // The sandbox's pages are outside the API; both parts are also registered under the other's prefix.
    await app.register(sandboxRoutes(parts), { hidden: true });
    await app.register(sandboxCheckoutRoutes(parts));
    await app.register(sandboxCheckoutRoutes(parts), { prefix, hidden: true });
  }
  await app.register(fastifyPlugin(graphqlRoutes({ ...deps, operations })));
  await app.ready();
  return app;
}

/** Without a name of its own, Fastify looks for a plugin among all loaded modules. */
const named = <Plugin extends object>(plugin: Plugin, name: string): Plugin =>
  Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });

/** Sets the headers of every response, and refuses requests that are malformed for any route. */
function beginEveryResponse(app: FastifyInstance, isDraining = (): boolean => false): void {
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('cache-control', 'no-store').header('x-request-id', request.id);
    // A balancer would otherwise send a request on a connection that is being closed, and must not repeat a POST.
    if (closing || isDraining()) void reply.header('connection', 'close');
    done(refusalOnAnyRoute(request));
  });
  // After the caller is known, so that only they learn what the route takes.
  app.addHook('preValidation', (request, _reply, done) => {
    refuseBodyOfRead(request);
    done();
  });
}
