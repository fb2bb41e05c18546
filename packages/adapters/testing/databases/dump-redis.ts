import { Redis } from 'ioredis';

/** Every key of a Redis or Valkey with all that it has, as text, a key a line. */
export async function dumpRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  const read: Readonly<Record<string, (key: string) => Promise<unknown>>> = {
    string: (key) => redis.get(key),
    hash: (key) => redis.hgetall(key),
    list: (key) => redis.lrange(key, 0, -1),
    set: (key) => redis.smembers(key),
    zset: (key) => redis.zrange(key, '0', '-1', 'WITHSCORES'),
    stream: (key) => redis.xrange(key, '-', '+'),
  };
  const lines: string[] = [];
  for (const key of await redis.keys('*')) {
    const type = await redis.type(key);
    // A key may have expired since.
    if (type === 'none') continue;
    const value = read[type];
    if (value === undefined) throw new Error(`${key} has the type ${type}, which nobody reads`);
    lines.push(`${key}: ${JSON.stringify(await value(key))}`);
  }
  redis.disconnect();
  return lines.join('\n');
}
