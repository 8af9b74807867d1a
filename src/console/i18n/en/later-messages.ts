import { audit } from './audit';
import { contactExport, imports, retention } from './data';
import { followScenes } from './follow-scenes';
import { privacy } from './privacy';
import { qrCodes } from './qr-codes';
import { rejected } from './rejected';
import { signIn } from './sign-in';
import { hints, wizard } from './wizard';

/** Sections that the inbox does not need: they are loaded with the pages that show them (`laterTexts`). */
export const laterMessages = {
  audit,
  contactExport,
  followScenes,
  hints,
  imports,
  privacy,
  qrCodes,
  rejected,
  retention,
  signIn,
  wizard,
} as const;
