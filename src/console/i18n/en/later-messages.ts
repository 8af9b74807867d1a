import { audit } from './audit';
import { rating } from './rating';
import { signIn } from './sign-in';

/** Sections that the inbox does not need: they are loaded with the pages that show them (`laterTexts`). */
export const laterMessages = { audit, rating, signIn } as const;
