import path from 'node:path';
import type { Side } from './subject';

/** Where the processes of a side save their CPU profiles; undefined: they make none. */
export function profileFolder(
  { profileDir }: { readonly profileDir: string | undefined },
  side: Side,
): string | undefined {
  return profileDir === undefined ? undefined : path.join(profileDir, side);
}
