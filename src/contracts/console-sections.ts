/**
 * The first part of every address of the operators' console. The API process answers these, and what lies below them,
 * with the console's page; the console's routes (`console/app/routes.tsx`) begin with them. Everything else is the
 * API's, WeChat's or nobody's.
 */
export const CONSOLE_SECTIONS = [
  'sign-in',
  'password',
  'invitation',
  'inbox',
  'setup',
  'account',
  'demo',
] as const;
export type ConsoleSection = (typeof CONSOLE_SECTIONS)[number];
