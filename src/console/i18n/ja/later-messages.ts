import type { LaterCatalogue } from '../catalogue';
import { audit } from './audit';
import { rating } from './rating';
import { signIn } from './sign-in';

/** Sections that the inbox does not need. */
export const laterMessages = { audit, rating, signIn } satisfies LaterCatalogue;
