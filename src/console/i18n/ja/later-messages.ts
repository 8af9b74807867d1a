import type { LaterCatalogue } from '../catalogue';
import { audit } from './audit';
import { contactExport, imports, retention } from './data';
import { followScenes } from './follow-scenes';
import { privacy } from './privacy';
import { qrCodes } from './qr-codes';
import { rating } from './rating';
import { rejected } from './rejected';
import { signIn } from './sign-in';

/** Sections that the inbox does not need. */
export const laterMessages = {
  audit,
  contactExport,
  followScenes,
  imports,
  privacy,
  qrCodes,
  rating,
  rejected,
  retention,
  signIn,
} satisfies LaterCatalogue;
