import type { LaterCatalogue } from '../catalogue';
import { audit } from './audit';
import { contactExport, imports, retention } from './data';
import { followScenes } from './follow-scenes';
import { privacy } from './privacy';
import { signIn } from './sign-in';

/** Sections that the inbox does not need. */
export const laterMessages = {
  audit,
  contactExport,
  followScenes,
  imports,
  privacy,
  retention,
  signIn,
} satisfies LaterCatalogue;
