import type { LaterCatalogue } from '../catalogue';
import { audit } from './audit';
import { qrCodes } from './qr-codes';
import { rating } from './rating';
import { rejected } from './rejected';
import { signIn } from './sign-in';

/** Sections that the inbox does not need. */
export const laterMessages = { audit, qrCodes, rating, rejected, signIn } satisfies LaterCatalogue;
