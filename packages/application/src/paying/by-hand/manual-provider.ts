/** Stands for the provider of payments that staff record by hand: money comes to, and goes from, the bank account. */
export const manualProvider = 'manual';
