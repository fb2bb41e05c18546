/** Stands for the provider of payments that staff record by hand: money came to, and goes back from, the bank account. */
export const manualProvider = 'manual';
