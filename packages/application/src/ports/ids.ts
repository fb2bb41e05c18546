/** Makes identifiers that no other process makes. */
export type Ids = {
  /** A UUIDv7 (RFC 9562): sorts by the time it was made. */
  readonly next: () => string;
  /** A short order number for people, such as `7K3F-9QXM2A`; it says nothing about how many orders there are. */
  readonly orderNumber: () => string;
};
