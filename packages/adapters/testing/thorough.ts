/** Whether this is `pnpm test:thorough`, where races have more rounds and run on every kind of database. */
export const isThorough = process.env['THOROUGH'] === 'true';
