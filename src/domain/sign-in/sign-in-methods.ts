/**
 * How a session began: by a password; by the account at the company's provider; by `ADMIN_PASSWORD` while passwords are
 * switched off (`emergency`); by the link of `npm start`.
 */
export const SIGN_IN_METHODS = ['password', 'oidc', 'emergency', 'link'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];
