/** The one form in which addresses are kept and compared: trimmed, NFC, lower-cased. */
export const normaliseEmail = (email: string): string => email.normalize('NFC').trim().toLowerCase();
