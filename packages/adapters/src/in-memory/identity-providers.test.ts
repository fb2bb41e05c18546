import { describeIdentityProvidersContract } from '@cartwright/application/contracts/identity/identity-providers';
import { makeInMemoryIdentityProviders } from './identity-providers.js';

describeIdentityProvidersContract('the providers in memory', async () => {
  const providers = makeInMemoryIdentityProviders();
  return {
    providers,
    name: 'google',
    callbackUrl: 'https://shop.example/callback',
    approve: async (url, identity) => providers.approve(url, identity),
    deny: async (url) => providers.deny(url),
    dispose: async () => undefined,
  };
});
