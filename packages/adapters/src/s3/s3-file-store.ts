import {
  isFileKey,
  type ByteRange,
  type FileIncomplete,
  type FileStore,
  type FilesUnavailable,
  type FileTooLarge,
} from '@cartwright/application';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { Readable } from 'node:stream';

export type S3Settings = {
  /** Such as `https://s3.eu-central-1.amazonaws.com`, or the address of another S3-compatible store. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
};

const unavailable: FilesUnavailable = { type: 'files.unavailable', retryAfterSeconds: 5 };

class TooLarge extends Error {}
class Incomplete extends Error {}

/**
 * Files in a bucket of an S3-compatible store. A file is there as a whole or not at all: a large one is uploaded in
 * parts that become an object only when all are there, and an upload that fails is aborted.
 *
 * @example makeS3FileStore({ endpoint, region: 'eu-central-1', bucket: 'shop-files', accessKey, secretKey })
 */
export function makeS3FileStore({ endpoint, region, bucket, accessKey, secretKey }: S3Settings): FileStore {
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    // Buckets as paths: not every store has a host name for each bucket.
    forcePathStyle: true,
    // Checksums in trailers are known to AWS, and not to every compatible store.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2_000, socketTimeout: 30_000 } satisfies S3ClientConfig['requestHandler'],
  });
  const at = (key: string) => {
    if (!isFileKey(key)) throw new Error(`${JSON.stringify(key)} is no key of a file`);
    return { Bucket: bucket, Key: key };
  };

  /** The size of an object, if there is one. */
  const sizeOf = async (place: ReturnType<typeof at>): Promise<number | undefined> => {
    try {
      return (await client.send(new HeadObjectCommand(place))).ContentLength ?? 0;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  };

  async function* contentOf(place: ReturnType<typeof at>, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
    const part = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` };
    const { Body } = await client.send(new GetObjectCommand({ ...place, ...part }));
    // A store may send more than was requested (RFC 9110, 14.2).
    let left = range === undefined ? Infinity : range.end - range.start + 1;
    for await (const chunk of Body as Readable as AsyncIterable<Uint8Array>) {
      yield chunk.subarray(0, left);
      left -= chunk.byteLength;
      if (left <= 0) return;
    }
  }

  const put = async (
    place: ReturnType<typeof at>,
    content: AsyncIterable<Uint8Array>,
    maximumBytes: number,
  ): Promise<Result<{ readonly size: number }, FileTooLarge | FileIncomplete>> => {
    let size = 0;
    let failure: TooLarge | Incomplete | undefined;
    async function* counted(): AsyncGenerator<Uint8Array> {
      try {
        for await (const chunk of content) {
          size += chunk.byteLength;
          if (size > maximumBytes) throw new TooLarge();
          yield chunk;
        }
      } catch (error) {
        failure = error instanceof TooLarge ? error : new Incomplete();
        throw failure;
      }
    }
    try {
      const upload = new Upload({
        client,
        params: { ...place, Body: Readable.from(counted(), { objectMode: false }) },
      });
      await upload.done();
      return ok({ size });
    } catch (error) {
      if (failure instanceof TooLarge) return err({ type: 'file.too-large', maximumBytes });
      if (failure instanceof Incomplete) return err({ type: 'file.incomplete' });
      throw error;
    }
  };

  return {
    put: (key, content, { maximumBytes }) => withOutages(put(at(key), content, maximumBytes)),
    read: (key, range) => {
      const place = at(key);
      return withOutages(
        sizeOf(place).then((size) => ok(size === undefined ? undefined : { size, content: contentOf(place, range) })),
      );
    },
    remove: (key) => withOutages(client.send(new DeleteObjectCommand(at(key))).then(() => ok(undefined))),
  };
}

const statusOf = (error: unknown): number | undefined =>
  (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** Whatever the store refuses or does not answer is an outage: a wrong key or bucket is for the operator to correct. */
const withOutages = <T, E>(work: Promise<Result<T, E>>): ResultAsync<T, E | FilesUnavailable> =>
  new ResultAsync<T, E | FilesUnavailable>(work.catch(() => err(unavailable)));
