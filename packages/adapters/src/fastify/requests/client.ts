import type { Client } from '@cartwright/application';
import type { FastifyRequest } from 'fastify';

/** The client's address. A dual-stack socket maps IPv4 addresses to IPv6; this maps them back. */
export function clientOf({ ip, headers }: FastifyRequest): Client {
  const userAgent = headers['user-agent'];
  return {
    address: ip.replace(/^::ffff:(?=\d+\.)/iu, ''),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}
