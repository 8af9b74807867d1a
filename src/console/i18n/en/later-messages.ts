import { audit } from './audit';
import { bots, rules } from './bots';
import { cities, hours } from './hours';
import { qrCodes } from './qr-codes';
import { rejected } from './rejected';
import { lossWords, reports } from './reports';
import { signIn } from './sign-in';
import { hints, wizard } from './wizard';

/** Sections that the inbox does not need: they are loaded with the pages that show them (`laterTexts`). */
export const laterMessages = {
  audit,
  bots,
  cities,
  hints,
  hours,
  lossWords,
  qrCodes,
  rejected,
  reports,
  rules,
  signIn,
  wizard,
} as const;
