import { audit } from './audit';
import { contactExport, imports, retention } from './data';
import { followScenes } from './follow-scenes';
import { privacy } from './privacy';
import { signIn } from './sign-in';

/** Sections that the inbox does not need: they are loaded with the pages that show them (`laterTexts`). */
export const laterMessages = {
  audit,
  contactExport,
  followScenes,
  imports,
  privacy,
  retention,
  signIn,
} as const;
