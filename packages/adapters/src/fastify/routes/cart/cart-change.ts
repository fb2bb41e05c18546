import type { CartChange } from '@cartwright/application';
import type { FastifyRequest } from 'fastify';
import { localesWanted } from '../../requests/shopper.js';
import { expectedVersion } from '../../responses/entity-tags.js';

type CartRequest = FastifyRequest & {
  readonly params: { readonly id: string };
  readonly query: { readonly locale?: string | undefined };
};

/** The cart that a request changes, its caller and their languages, and the version it requires, if any. */
export const cartChange = (request: CartRequest): CartChange => ({
  caller: request.caller,
  cartId: request.params.id,
  ...localesWanted(request),
  ...expectedVersion(request),
});
