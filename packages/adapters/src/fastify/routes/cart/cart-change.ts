import type { CartChange } from '@cartwright/application';
import type { FastifyRequest } from 'fastify';
import { expectedVersion } from '../../responses/entity-tags.js';

/** The cart that a request changes, its caller, and the version it requires, if any. */
export const cartChange = (request: FastifyRequest & { readonly params: { readonly id: string } }): CartChange => ({
  caller: request.caller,
  cartId: request.params.id,
  ...expectedVersion(request),
});
