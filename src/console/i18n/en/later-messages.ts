import { audit } from './audit';
import { privacy } from './privacy';
import { signIn } from './sign-in';

/** Sections that the inbox does not need: they are loaded with the pages that show them (`laterTexts`). */
export const laterMessages = { audit, privacy, signIn } as const;
