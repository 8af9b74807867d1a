import { makeStartToken } from '../administration';
import type { ReadyDesk } from '../run-desk';
import type { Servers } from '../start-servers';

export type WelcomeFacts = {
  /** Where the console is served, if not by the API. */
  readonly consoleUrl?: string;
  readonly logFile: string;
  /** How long the start took. */
  readonly seconds: number;
};

/**
 * What is printed when everything runs. Where there is a simulator it makes the API token of this start, for a `curl`
 * line that plays a message through.
 */
export async function welcome(
  { apiUrl, administration, demo }: ReadyDesk,
  { engine, simulator }: Servers,
  { consoleUrl = apiUrl, logFile, seconds }: WelcomeFacts,
): Promise<readonly string[]> {
  const { administrator, generatedPassword } = administration.bootstrap;
  const token = simulator === null ? null : await makeStartToken(administration);
  const password =
    generatedPassword === undefined
      ? 'your password (if you set none, the first start printed one)'
      : `password ${generatedPassword}${administrator.mustChangePassword ? ' (change it at the first sign-in)' : ''}`;
  return [
    '',
    `Duihua runs (${seconds.toFixed(1)} s).`,
    ...(demo === undefined
      ? []
      : [
          '',
          'Open this in a browser: the console beside a phone, with a short tour. It signs you in once, within an hour.',
          `  ${demoUrl(consoleUrl, demo)}`,
          '',
        ]),
    `  Console       ${consoleUrl}`,
    `  API           ${apiUrl}/api/v1`,
    `  API docs      ${apiUrl}/docs`,
    ...(engine.uiUrl === undefined ? [] : [`  Temporal UI   ${engine.uiUrl}`]),
    ...(simulator === null ? [] : [`  Simulator     ${simulator.url}/simulator`]),
    `  Log           ${logFile}`,
    `  Sign in as    ${administrator.email}, ${password}`,
    ...(token === null
      ? []
      : [
          `  API token     ${token} (valid until tomorrow or the next start)`,
          '',
          'Try a message: a customer writes, you answer, and their phone shows it:',
          `  curl -sS ${apiUrl}/api/v1/demo/messages -H 'authorization: Bearer ${token}' -H 'content-type: application/json' -d '{"text":"你好","reply":"您好！"}'`,
        ]),
    '',
    'Ctrl-C stops everything; conversations are stored.',
  ];
}

/** The address that signs one browser in, once. */
export function demoUrl(consoleUrl: string, { link }: NonNullable<ReadyDesk['demo']>): string {
  return `${consoleUrl}/demo/enter#${link.code}`;
}
