import type { ResultAsync } from 'neverthrow';
import type { SiteUnavailable } from './failures.js';

/** The address is not http or https, or is of a private network. Nothing was sent there. */
export type RemoteAddressRefused = { readonly type: 'remote.address-refused' };
/** The file is larger than `maximumBytes`. */
export type RemoteFileTooLarge = { readonly type: 'remote.too-large'; readonly maximumBytes: number };
/** The server has no such file, and will hardly have it later. */
export type RemoteFileMissing = { readonly type: 'remote.missing'; readonly status: number };
export type RemoteFileError = RemoteAddressRefused | RemoteFileTooLarge | RemoteFileMissing | SiteUnavailable;

/** Files of other sites, by addresses that strangers choose. Never of a private network. */
export type RemoteFiles = {
  /** Whether the text of an address already shows that it is refused. Names are looked up only by `read`. */
  readonly isRefused: (url: string) => boolean;
  readonly read: (url: string, limit: { readonly maximumBytes: number }) => ResultAsync<Uint8Array, RemoteFileError>;
};
