const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/iu;

/**
 * The creation time of one of our ids, in milliseconds: a UUIDv7 starts with it (RFC 9562). `undefined` for other ids.
 *
 * @example madeAt('019a9d2e-0000-7000-8000-000000000001') // 1763568943104
 */
export const madeAt = (id: string): number | undefined =>
  uuid7.test(id) ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined;
