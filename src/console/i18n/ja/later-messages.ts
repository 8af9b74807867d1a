import type { LaterCatalogue } from '../catalogue';
import { audit } from './audit';
import { privacy } from './privacy';
import { signIn } from './sign-in';

/** Sections that the inbox does not need. */
export const laterMessages = { audit, privacy, signIn } satisfies LaterCatalogue;
