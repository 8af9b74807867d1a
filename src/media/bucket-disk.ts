import { createReadStream } from 'node:fs';
import { Disk } from 'flydrive';
import type { MediaDisk } from './disk';

export type BucketSettings = {
  readonly bucket: string;
  readonly region: string;
  /** Undefined: Amazon's own. */
  readonly endpoint: string | undefined;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/**
 * A bucket in an S3-compatible store, where an object appears complete or not at all. The SDK is loaded only here,
 * because it is an optional dependency. Throws if it is not installed.
 */
export async function createBucketDisk(settings: BucketSettings): Promise<MediaDisk> {
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = settings;
  const [{ S3Driver }, { S3Client, GetObjectCommand }] = await Promise.all([
    import('flydrive/drivers/s3'),
    import('@aws-sdk/client-s3'),
  ]);
  const client = new S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    // Stores by other makers may support neither a host name per bucket nor Amazon's newer checksums.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const disk = new Disk(new S3Driver({ client, bucket, visibility: 'private', supportsACL: false }));
  return {
    save: (key, localFile, size) => disk.putStream(key, createReadStream(localFile), { contentLength: size }),
    async open(key, range) {
      if (range === undefined) return disk.getStream(key);
      // flydrive only reads whole objects.
      const Range = `bytes=${range.start}-${range.end}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
      if (Body === undefined) throw new Error('The object store answered without a body.');
      return Body as import('node:stream').Readable;
    },
    remove: (key) => disk.delete(key),
    has: (key) => disk.exists(key),
  };
}
