import type { RemoteFileError, RemoteFiles } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import { isRefusedUrl } from '../public-http/public-address.js';

export type InMemoryRemoteFiles = RemoteFiles & {
  /** What each address leads to; nothing: the site has no such file. */
  readonly files: Map<string, Uint8Array | RemoteFileError>;
};

/** Other sites as a test makes them. */
export const makeInMemoryRemoteFiles = (): InMemoryRemoteFiles => {
  const files = new Map<string, Uint8Array | RemoteFileError>();
  return {
    files,
    isRefused: (url) => isRefusedUrl(url),
    read: (url, { maximumBytes }) => {
      if (isRefusedUrl(url)) return errAsync({ type: 'remote.address-refused' });
      const found = files.get(url);
      if (found === undefined) return errAsync({ type: 'remote.missing', status: 404 });
      if (!(found instanceof Uint8Array)) return errAsync(found);
      return found.byteLength > maximumBytes ? errAsync({ type: 'remote.too-large', maximumBytes }) : okAsync(found);
    },
  };
};
