import { p50InTurn, startFilledApi } from './filled-api';
import type { Row } from './row';

const STORED = 1_000;
const CALLS = 300;
/** The console's most frequent question. */
const ROUTE = '/conversations?limit=50';

/** What authentication adds to a route: with a token and with a session, beside the same route without. */
export async function measureAuthentication(): Promise<Row> {
  const api = await startFilledApi({ conversations: STORED, textOf: (number) => `第${number}次咨询` });
  try {
    const [without = Number.NaN, token = Number.NaN, session = Number.NaN] = await p50InTurn(CALLS, [
      () => api.get('unauthenticated', ROUTE),
      () => api.get('token', ROUTE),
      () => api.get('session', ROUTE),
    ]);
    return {
      floor: { authenticationByToken: without, authenticationBySession: without },
      duihua: { authenticationByToken: token, authenticationBySession: session },
    };
  } finally {
    await api.close();
  }
}
