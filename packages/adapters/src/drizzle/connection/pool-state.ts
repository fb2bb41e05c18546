/**
 * Connections to the database with work, and without; and the statements and transactions that wait for a connection.
 */
export type PoolState = { readonly active: number; readonly idle: number; readonly waiting: number };
