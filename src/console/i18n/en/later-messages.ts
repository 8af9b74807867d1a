import { audit } from './audit';
import { followScenes } from './follow-scenes';
import { privacy } from './privacy';
import { signIn } from './sign-in';

/** Sections that the inbox does not need: they are loaded with the pages that show them (`laterTexts`). */
export const laterMessages = { audit, followScenes, privacy, signIn } as const;
