import { makeInMemoryPorts } from '@cartwright/adapters/in-memory/in-memory-ports';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { createInMemoryStore } from '@cartwright/adapters/in-memory/store';
import { makeNodeSecrets } from '@cartwright/adapters/system/node-secrets';
import { errAsync, type ResultAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import type { Caller } from './caller.js';
import { may, type Role } from './identity/permissions.js';
import { makeUseCases } from './use-cases.js';

const store = createInMemoryStore();
const useCases = makeUseCases({
  ...makeInMemoryPorts({
    store,
    clock: makeFakeClock(),
    ids: makeSequentialIds(),
    secrets: makeNodeSecrets({ key: 'a key for tests only' }),
    tokenIssuer: {
      issue: () => ({ accessToken: '', expiresIn: 0 }),
      verify: () => errAsync({ type: 'auth.token-invalid' }),
    },
    publicUrl: 'https://shop.example',
  }),
  storeCurrency: 'USD',
  seller: { name: 'Shop', address: [] },
  timeToPayMs: 60_000,
  publicUrl: 'https://shop.example',
});

type Called = (command: object) => ResultAsync<unknown, { readonly type: string }>;
const withAccess = Object.entries(useCases).map(([name, useCase]) => ({
  name,
  access: useCase.access,
  call: useCase as unknown as Called,
}));
const roles: readonly Role[] = ['customer', 'viewer', 'support', 'editor', 'admin'];
const user = (role: Role): Caller => ({ type: 'user', userId: role, role });

it('lists each use case with who may call it', () => {
  const names = (wanted: string) =>
    withAccess
      .filter(({ access }) => (typeof access === 'object' ? access.permission : access) === wanted)
      .map(({ name }) => name);
  expect(names('user')).toEqual([
    'listMySessions',
    'endMySession',
    'changePassword',
    'removeSecondFactor',
    'requestEmailVerification',
    'changeMe',
    'listMyAddresses',
    'addAddress',
    'changeAddress',
    'removeAddress',
    'exportMyData',
    'eraseMe',
    'addReview',
    'changeReview',
    'removeReview',
    'addComment',
    'removeComment',
    'listMyWishlist',
    'addWish',
    'removeWish',
    'moveToCart',
    'claimCart',
    'listMyOrders',
    'listMyDownloads',
    'requestDownload',
  ]);
  expect(names('enrolling-user')).toEqual([
    'logOut',
    'logOutEverywhere',
    'beginSecondFactor',
    'confirmSecondFactor',
    'viewMe',
  ]);
  expect(names('users.manage')).toEqual([
    'listUsers',
    'viewUser',
    'changeUser',
    'resetSecondFactor',
    'inviteUser',
    'repeatInvitation',
    'listRoles',
    'viewRole',
    'defineRole',
    'changeRole',
    'deleteRole',
    'listCustomerGroups',
    'viewCustomerGroup',
    'createCustomerGroup',
    'changeCustomerGroup',
    'deleteCustomerGroup',
    'eraseUser',
    'eraseGuest',
  ]);
  expect(names('api-keys.manage')).toEqual(['listApiKeys', 'createApiKey', 'revokeApiKey']);
  expect(names('catalogue.read')).toEqual([
    'listManagedProducts',
    'viewManagedProduct',
    'listManagedCategories',
    'viewManagedCategory',
    'listProductMirrors',
    'viewProductMirror',
    'viewStockLedger',
    'viewDigitalFile',
  ]);
  expect(names('catalogue.edit')).toEqual([
    'createProduct',
    'changeProduct',
    'deleteProduct',
    'addVariant',
    'changeVariant',
    'deleteVariant',
    'createCategory',
    'changeCategory',
    'deleteCategory',
    'requestProductImport',
    'viewImport',
    'exportProducts',
    'requestProductMirror',
    'addProductImage',
    'changeProductImage',
    'removeProductImage',
    'attachDigitalFile',
    'removeDigitalFile',
  ]);
  expect(names('stock.edit')).toEqual(['adjustStock', 'adjustStocks']);
  expect(names('pricing.read')).toEqual([
    'listPriceLists',
    'viewPriceList',
    'exportPrices',
    'listPriceChanges',
    'viewTaxRules',
    'viewMinimumOrderRules',
    'listShippingMethods',
    'viewShippingMethod',
    'listPromotions',
    'viewPromotion',
  ]);
  expect(names('shop.edit')).toEqual(['viewShopDetails', 'changeShop']);
  expect(names('pricing.edit')).toEqual([
    'createPriceList',
    'changePriceList',
    'deletePriceList',
    'importPrices',
    'setTaxRules',
    'removeTaxRules',
    'setMinimumOrderRules',
    'addShippingMethod',
    'changeShippingMethod',
    'removeShippingMethod',
    'addPromotion',
    'changePromotion',
    'archivePromotion',
    'generateCodes',
    'previewPromotion',
    'requestBacktest',
    'viewBacktest',
  ]);
  expect(names('reviews.moderate')).toEqual(['listReviews', 'approveReview', 'rejectReview']);
  expect(names('journal.edit')).toEqual([
    'listManagedPosts',
    'viewManagedPost',
    'createPost',
    'changePost',
    'setPostImage',
    'deletePost',
    'listComments',
    'approveComment',
    'rejectComment',
  ]);
  expect(names('customers.read')).toEqual(['listCustomers', 'viewCustomer']);
  expect(names('orders.read')).toEqual([
    'searchOrders',
    'printPackingSlip',
    'viewShipment',
    'listAwaitedReturns',
    'followOrders',
  ]);
  expect(names('orders.cancel')).toEqual(['cancelUnits']);
  expect(names('orders.refund')).toEqual(['recordManualPayment', 'settleManualRefund', 'refundOrder']);
  expect(names('orders.fulfil')).toEqual(['resendMail', 'amendOrder', 'shipOrder', 'deliverParcel', 'receiveReturn']);
  expect(names('events.manage')).toEqual([
    'readEvents',
    'listWebhooks',
    'viewWebhook',
    'createWebhook',
    'changeWebhook',
    'removeWebhook',
    'listDeliveries',
    'repeatDelivery',
  ]);
  expect(names('jobs.run')).toEqual([
    'listJobs',
    'pauseJob',
    'resumeJob',
    'runJobNow',
    'listFailedJobs',
    'retryFailedJob',
  ]);
  expect(names('reconciliations.read')).toEqual(['listReconciliations', 'viewReconciliation']);
  expect(names('reconciliations.run')).toEqual(['requestReconciliation']);
});

describe.each(withAccess.filter(({ access }) => access !== 'anyone' && access !== 'internal'))(
  '$name',
  ({ access, call }) => {
    // The audit log says who was refused.
    const withoutLog = () => ({ ...store.committed(), auditLog: undefined });
    const before = structuredClone(withoutLog());

    it('refuses a guest', async () => {
      expect((await call({ caller: { type: 'guest' } }))._unsafeUnwrapErr()).toEqual({ type: 'auth.token-missing' });
      expect(withoutLog()).toEqual(before);
    });

    const refused = roles.filter((role) => typeof access === 'object' && !may(role, access.permission));
    it.each(refused)('refuses the role %s', async (role) => {
      expect((await call({ caller: user(role) }))._unsafeUnwrapErr()).toEqual({ type: 'auth.forbidden' });
      expect(withoutLog()).toEqual(before);
    });
  },
);

it('admits a role that has the permission, and gives the use case its command without the caller', async () => {
  for (const role of ['editor', 'admin'] as const) {
    const zones = [{ countries: [], prices: 'exclusive', rates: { standard: 200_000 } }] as const;
    expect((await useCases.setTaxRules({ caller: user(role), zones }))._unsafeUnwrap()).toEqual(zones);
  }
  const refund = { orderId: 'none', amount: { amount: 1, currency: 'USD' }, reason: 'chipped' };
  const request = { caller: 'support', key: 'refund', fingerprint: 'a refund' };
  expect((await useCases.refundOrder({ caller: user('support'), request, ...refund }))._unsafeUnwrapErr()).toEqual({
    type: 'order.not-found',
    orderId: 'none',
  });
});
