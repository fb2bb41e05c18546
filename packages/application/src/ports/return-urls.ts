/** Where a provider's page may send customers on to. */
export type ReturnUrls = {
  /** Whether the URL is one of the shop's own pages: anybody else's would make the provider vouch for a forgery. */
  readonly allows: (url: string) => boolean;
};
