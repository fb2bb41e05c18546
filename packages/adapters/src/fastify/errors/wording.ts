/** The fixed texts and the status of a problem. */
export type Wording = {
  readonly status: number;
  /** The same for each occurrence. */
  readonly title: string;
  /** Explains the problem to a buyer. If there are field errors, the response names the fields instead. */
  readonly detail: string;
  /** For a client developer: what to send or read. Shown on the page of the problem and in the documentation. */
  readonly hint?: string;
};
