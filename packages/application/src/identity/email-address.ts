/** The form in which e-mail addresses are stored and compared: trimmed, NFC, lower case. */
export const normaliseEmail = (email: string): string =>
  // Normalised again at the end: lower-casing H̱ gives h and a combining macron, for which one character exists.
  email.normalize('NFC').trim().toLowerCase().normalize('NFC');
