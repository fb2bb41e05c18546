import type { Client } from '@cartwright/application';
import type { FastifyRequest } from 'fastify';

/** Where a request comes from. A dual-stack socket writes IPv4 addresses as IPv6 ones; here each has one form. */
export function clientOf({ ip, headers }: FastifyRequest): Client {
  const userAgent = headers['user-agent'];
  return {
    address: ip.replace(/^::ffff:(?=\d+\.)/iu, ''),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}
