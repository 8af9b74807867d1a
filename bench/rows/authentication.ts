import { p50InTurn, startFilledApi } from './filled-api';
import type { Row } from './row';

const STORED = 1_000;
const CALLS = 300;
/** The console's most frequent request. */
const ROUTE = '/conversations?limit=50';

/** The cost of authentication on a route: with a token and with a session, compared with the same route without. */
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
