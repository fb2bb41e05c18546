import type { FileStore } from '@cartwright/application';
import { join } from 'node:path';
import { makeLocalFileStore } from '../local-files/local-file-store.js';
import type { Settings } from './settings/settings.js';

/** Files in the bucket of the settings, or on the disk. The S3 client is loaded only where it is used. */
export async function openFileStore({ s3, dataDir }: Pick<Settings, 's3' | 'dataDir'>): Promise<FileStore> {
  if (s3 === undefined) return makeLocalFileStore({ directory: join(dataDir, 'files') });
  const { makeS3FileStore } = await import('../s3/s3-file-store.js');
  return makeS3FileStore(s3);
}
