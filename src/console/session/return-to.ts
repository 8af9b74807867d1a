/** Where to go after a sign-in at the provider, which takes this page away. */
import { readStored, writeStored } from '../shared/ui/use-stored';

const NAME = 'return-to';

export function keepReturnTo(path: string): void {
  writeStored(NAME, path);
}

/** The page that was kept, once; otherwise the inbox. Never another site. */
export function takeReturnTo(): string {
  const path = readStored(NAME);
  writeStored(NAME, null);
  return path !== null && /^\/(?![/\\])/.test(path) ? path : '/inbox';
}
