import type { LaterCatalogue } from '../catalogue';
import { audit } from './audit';
import { bots, rules } from './bots';
import { contactExport, imports, retention } from './data';
import { followScenes } from './follow-scenes';
import { cities, hours } from './hours';
import { privacy } from './privacy';
import { qrCodes } from './qr-codes';
import { rating } from './rating';
import { rejected } from './rejected';
import { lossWords, reports } from './reports';
import { signIn } from './sign-in';
import { webhooks } from './webhooks';
import { hints, wizard } from './wizard';

/** Sections that the inbox does not need. */
export const laterMessages = {
  audit,
  bots,
  cities,
  contactExport,
  followScenes,
  hints,
  hours,
  imports,
  lossWords,
  privacy,
  qrCodes,
  rating,
  rejected,
  reports,
  retention,
  rules,
  signIn,
  webhooks,
  wizard,
} satisfies LaterCatalogue;
