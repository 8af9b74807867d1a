import type { LaterCatalogue } from '../catalogue';
import { audit } from './audit';
import { lossWords, reports } from './reports';
import { signIn } from './sign-in';

/** Sections that the inbox does not need. */
export const laterMessages = { audit, lossWords, reports, signIn } satisfies LaterCatalogue;
