import path from 'node:path';
import { type MediaStore, openMediaStore as openStore } from '../../media/media-store';
import type { Config } from '../../platform/settings/config';
import { StartError } from '../process/failure';

/**
 * The media store from the settings: under `DATA_DIR`, or a bucket. Throws {@link StartError} if the bucket's library
 * is missing.
 */
export async function openMediaStore({ dataDir, mediaBucket }: Config): Promise<MediaStore> {
  const folder = path.join(dataDir, 'media');
  if (mediaBucket === undefined) return openStore({ folder, bucket: undefined });
  const bucket = { ...mediaBucket, secretAccessKey: mediaBucket.secretAccessKey.reveal() };
  return openStore({ folder, bucket }).catch((error: unknown) => {
    throw new StartError(
      'MEDIA_S3_BUCKET: the library for it cannot be loaded; install the project with its optional dependencies.',
      { cause: error },
    );
  });
}
