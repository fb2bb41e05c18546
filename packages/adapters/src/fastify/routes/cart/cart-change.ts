import type { CartChange } from '@cartwright/application';
import type { FastifyRequest } from 'fastify';
import { expectedVersion } from '../../responses/entity-tags.js';

/** Which cart a request changes, for whom, and at which version if it says so. */
export const cartChange = (request: FastifyRequest & { readonly params: { readonly id: string } }): CartChange => ({
  caller: request.caller,
  cartId: request.params.id,
  ...expectedVersion(request),
});
