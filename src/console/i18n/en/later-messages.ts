import { audit } from './audit';
import { qrCodes } from './qr-codes';
import { rating } from './rating';
import { rejected } from './rejected';
import { signIn } from './sign-in';

/** Sections that the inbox does not need: they are loaded with the pages that show them (`laterTexts`). */
export const laterMessages = { audit, qrCodes, rating, rejected, signIn } as const;
