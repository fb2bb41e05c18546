import type { FastifyRequest } from 'fastify';

/** Browsers name HTML in `Accept`. Other clients send `application/json`, any type, or nothing. */
export const acceptsHtml = ({ headers: { accept = '' } }: Pick<FastifyRequest, 'headers'>): boolean =>
  accept.includes('text/html') && !accept.includes('application/json');
