/** Fields of the API, each with the id of the REST operation that it runs. */
export type Fields = {
  readonly queries: Readonly<Record<string, string>>;
  /** Mutations have the names of their operations. */
  readonly mutations: readonly string[];
};
