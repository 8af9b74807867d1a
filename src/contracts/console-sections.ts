/**
 * The first part of every address of the operators' console. The API process answers these, and everything below them,
 * with the console's page. The console's routes (`console/app/routes.tsx`) begin with them. All other addresses belong
 * to the API or to WeChat's webhook, or are unused.
 */
export const CONSOLE_SECTIONS = [
  'sign-in',
  'password',
  'two-factor',
  'invitation',
  'inbox',
  'queue',
  'contacts',
  'reports',
  'setup',
  'account',
  'demo',
] as const;
export type ConsoleSection = (typeof CONSOLE_SECTIONS)[number];
