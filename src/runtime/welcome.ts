import type { BootstrapResult } from '../api/bootstrap-administrator';

/** What `npm start` prints when everything runs. */
export function describeDesk(desk: {
  readonly apiUrl: string;
  readonly simulatorUrl: string | null;
  readonly temporalUiUrl: string | null;
  readonly bootstrap: BootstrapResult;
  readonly logFile: string;
  readonly seconds: number;
}): readonly string[] {
  const { apiUrl, simulatorUrl, temporalUiUrl, bootstrap, logFile } = desk;
  const { administrator, generatedPassword } = bootstrap;
  const password =
    generatedPassword === undefined
      ? 'the password you gave'
      : `password ${generatedPassword} (change it at the first sign-in)`;
  return [
    '',
    `Duihua runs (${desk.seconds.toFixed(1)} s).`,
    `  API           ${apiUrl}/api/v1`,
    `  API docs      ${apiUrl}/docs`,
    ...(temporalUiUrl === null ? [] : [`  Temporal UI   ${temporalUiUrl}`]),
    ...(simulatorUrl === null ? [] : [`  Simulator     ${simulatorUrl}/simulator`]),
    `  Log           ${logFile}`,
    `  Sign in as    ${administrator.email}, ${password}`,
    ...(simulatorUrl === null
      ? []
      : [
          '',
          'Write as a customer, and see the conversation in the Temporal UI:',
          `  curl -sS ${simulatorUrl}/simulator/messages -H 'content-type: application/json' -d '{"text":"你好"}'`,
        ]),
    '',
    'Ctrl-C stops everything; conversations are kept.',
  ];
}
