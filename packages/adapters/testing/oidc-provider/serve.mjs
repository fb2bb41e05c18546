/**
 * An OpenID Connect provider on a free port, for tests. It prints its address once it listens. A process of its own,
 * because it writes warnings about its settings to the console.
 *
 * Nobody types a password: whoever is sent to `/interaction/…?as=` is who the parameter says, as base64url of JSON
 * (`email`, `emailVerified`, `name`). `?deny=true` declines.
 *
 * @example node serve.mjs http://127.0.0.1:3000/api/v1/auth/oauth/local/callback
 */
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: 'shop', client_secret: 'the secret of the shop', redirect_uris: process.argv.slice(2) }],
  cookies: { keys: ['a key of the tests'] },
  claims: { email: ['email', 'email_verified'], profile: ['name'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  pkce: { required: () => true },
  findAccount: (_context, id) => {
    const { email, emailVerified, name } = JSON.parse(Buffer.from(id, 'base64url').toString());
    return { accountId: id, claims: () => ({ sub: id, email, email_verified: emailVerified, name }) };
  },
});

const callback = provider.callback();
server.on('request', (request, response) => {
  const { pathname, searchParams } = new URL(request.url, issuer);
  if (!pathname.startsWith('/interaction/')) return callback(request, response);
  return decide(request, response, searchParams).catch((error) => response.writeHead(500).end(String(error)));
});

async function decide(request, response, answer) {
  const { params } = await provider.interactionDetails(request, response);
  if (answer.has('deny')) return provider.interactionFinished(request, response, { error: 'access_denied' });
  const accountId = answer.get('as');
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { login: { accountId }, consent });
}

process.stdin.resume().on('end', () => process.exit());
process.stdout.write(`listening on ${issuer}\n`);
