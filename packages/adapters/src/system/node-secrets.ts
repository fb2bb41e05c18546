import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecretPurpose, Secrets } from '@cartwright/application';
import { sealWith, unsealWith } from './seal-text.js';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Secrets by Node's crypto. `key` is the shop's own: whoever has it can make any derived secret. `previousKey` is the
 * one that it replaces.
 *
 * @example makeNodeSecrets({ key, previousKey }).isDerived('order', order.id, token)
 */
export function makeNodeSecrets({ key, previousKey }: NodeSecretsSettings): Secrets {
  const current = makeKeys(key);
  const previous = previousKey === undefined ? undefined : makeKeys(previousKey);
  const hmac = (keys: Keys, purpose: SecretPurpose, id: string): string =>
    createHmac('sha256', keys[purpose]).update(id).digest('base64url');
  // Digests are of one length, which timingSafeEqual needs; comparing lengths first would reveal one.
  const equal = (left: string, right: string): boolean => timingSafeEqual(sha256(left), sha256(right));

  return {
    generate: () => randomBytes(32).toString('base64url'),
    digest: (secret) => sha256(secret).toString('base64url'),
    derive: (purpose, id, keyId) =>
      hmac(previous !== undefined && keyId === previous.keyId ? previous : current, purpose, id),
    isDerived: (purpose, id, secret) =>
      equal(secret, hmac(current, purpose, id)) ||
      (previous !== undefined && equal(secret, hmac(previous, purpose, id))),
    keyId: current.keyId,
    keyIds: [current, ...(previous === undefined ? [] : [previous])].map(({ keyId }) => keyId),
    seal: (text) => sealWith(current.seal, text),
    unseal: (sealed) =>
      unsealWith(current.seal, sealed) ?? (previous === undefined ? undefined : unsealWith(previous.seal, sealed)),
    reseal: (sealed) => {
      if (previous === undefined || unsealWith(current.seal, sealed) !== undefined) return undefined;
      const text = unsealWith(previous.seal, sealed);
      return text === undefined ? undefined : sealWith(current.seal, text);
    },
    equal,
  };
}

type NodeSecretsSettings = { readonly key: string; readonly previousKey?: string };

type Keys = Readonly<Record<SecretPurpose | 'seal', Buffer>> & { readonly keyId: string };

/** One key a purpose (RFC 5869): a secret derived for one thing is worth nothing for another, nor is the key itself. */
function makeKeys(key: string): Keys {
  const keyFor = (purpose: string, bytes = 32): Buffer =>
    Buffer.from(hkdfSync('sha256', key, '', `cartwright secrets: ${purpose}`, bytes));
  return {
    order: keyFor('order'),
    download: keyFor('download'),
    invoice: keyFor('invoice'),
    'report-file': keyFor('report-file'),
    address: keyFor('address'),
    account: keyFor('account'),
    erasure: keyFor('erasure'),
    session: keyFor('session'),
    csrf: keyFor('csrf'),
    provider: keyFor('provider'),
    seal: keyFor('seal'),
    keyId: keyFor('key id', 6).toString('base64url'),
  };
}
