import type { FastifyCorsOptions } from '@fastify/cors';

/**
 * Pages of the listed origins may read responses and send the session cookie. Other origins get none of
 * these headers.
 */
export const corsOptions = (allowedOrigins: readonly string[]): FastifyCorsOptions => ({
  origin: (origin, callback) => callback(null, origin !== undefined && allowedOrigins.includes(origin)),
  credentials: true,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  exposedHeaders: [
    'Content-Disposition',
    'ETag',
    'Idempotency-Replayed',
    'Location',
    'RateLimit-Limit',
    'RateLimit-Remaining',
    'RateLimit-Reset',
    'Retry-After',
    'X-Request-Id',
  ],
  maxAge: 600,
});
