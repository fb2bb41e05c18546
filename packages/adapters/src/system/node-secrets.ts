import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secrets } from '@cartwright/application';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Secrets by Node's crypto. `key` is the shop's own: whoever has it can make any derived secret. */
export function makeNodeSecrets({ key }: { readonly key: string }): Secrets {
  // One key a purpose (RFC 5869): a secret derived for one thing is worth nothing for another, nor is the key itself.
  const keyFor = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', key, '', `cartwright secrets: ${purpose}`, 32));
  const keys = {
    order: keyFor('order'),
    download: keyFor('download'),
    invoice: keyFor('invoice'),
    address: keyFor('address'),
    account: keyFor('account'),
  };

  return {
    generate: () => randomBytes(32).toString('base64url'),
    digest: (secret) => sha256(secret).toString('base64url'),
    derive: (purpose, id) => createHmac('sha256', keys[purpose]).update(id).digest('base64url'),
    // Digests are of one length, which timingSafeEqual needs; comparing lengths first would tell one.
    equal: (left, right) => timingSafeEqual(sha256(left), sha256(right)),
  };
}
