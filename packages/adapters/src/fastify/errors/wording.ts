/** The fixed texts and the status of a problem. */
export type Wording = {
  readonly status: number;
  /** The same for each occurrence. */
  readonly title: string;
  /** Explains the problem to a buyer. Problems with field errors say instead which fields are wrong. */
  readonly detail: string;
  /** Tells a client developer what to send or read; shown on the page of the problem and in the documentation. */
  readonly hint?: string;
};
