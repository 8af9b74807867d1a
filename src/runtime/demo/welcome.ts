import type { BootstrapResult } from '../../api/bootstrap-administrator';

/** The data for what `npm start` prints once everything is running. */
export function describeDesk(desk: {
  readonly apiUrl: string;
  readonly simulatorUrl: string | null;
  /** The console and a phone side by side, signed in; null: no demo. */
  readonly demoUrl: string | null;
  readonly temporalUiUrl: string | null;
  readonly bootstrap: BootstrapResult;
  /** For the `curl` line; null: there is none. */
  readonly token: string | null;
  readonly logFile: string;
  readonly seconds: number;
}): readonly string[] {
  const { apiUrl, simulatorUrl, demoUrl, temporalUiUrl, bootstrap, token, logFile } = desk;
  const { administrator, generatedPassword } = bootstrap;
  const password =
    generatedPassword === undefined
      ? 'your password (if you set none, the first start printed one)'
      : `password ${generatedPassword}${administrator.mustChangePassword ? ' (change it at the first sign-in)' : ''}`;
  return [
    '',
    `Duihua runs (${desk.seconds.toFixed(1)} s).`,
    ...(demoUrl === null
      ? []
      : [
          '',
          'Open this in a browser: the console beside a phone, with a one-minute tour. It signs you in once, within an hour.',
          `  ${demoUrl}`,
          '',
        ]),
    `  Console       ${apiUrl}`,
    `  API           ${apiUrl}/api/v1`,
    `  API docs      ${apiUrl}/docs`,
    ...(temporalUiUrl === null ? [] : [`  Temporal UI   ${temporalUiUrl}`]),
    ...(simulatorUrl === null ? [] : [`  Simulator     ${simulatorUrl}/simulator`]),
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
    'Ctrl-C stops everything; conversations are kept.',
  ];
}
