import type { LaterCatalogue } from '../catalogue';
import { audit } from './audit';
import { contactExport, imports, retention } from './data';
import { followScenes } from './follow-scenes';
import { privacy } from './privacy';
import { qrCodes } from './qr-codes';
import { rejected } from './rejected';
import { signIn } from './sign-in';
import { hints, wizard } from './wizard';

/** Sections that the inbox does not need. */
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
} satisfies LaterCatalogue;
