import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const mount = (folder: string, kilobytes: number): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]).status === 0;
const unmount = (folder: string) => spawnSync('umount', [folder]);

/** Why a small disk cannot be made here; undefined: it can. */
export function smallDiskMissing(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'duihua-small-disk-'));
  const isMounted = mount(folder, 64);
  if (isMounted) unmount(folder);
  rmSync(folder, { recursive: true });
  return isMounted ? undefined : 'this user may not mount a disk';
}

/** Mounts a disk of this many kilobytes at `folder` while `work` runs. */
export async function withSmallDisk(
  folder: string,
  kilobytes: number,
  work: () => Promise<void>,
): Promise<void> {
  if (!mount(folder, kilobytes)) throw new Error('The small disk was not mounted.');
  try {
    await work();
  } finally {
    unmount(folder);
  }
}
