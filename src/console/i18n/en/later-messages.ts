import { audit } from './audit';
import { lossWords, reports } from './reports';
import { signIn } from './sign-in';

/** Sections that the inbox does not need: they are loaded with the pages that show them (`laterTexts`). */
export const laterMessages = { audit, lossWords, reports, signIn } as const;
