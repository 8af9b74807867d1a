/** The simulator's control API, and what it has recorded. */
import { existsSync, readFileSync } from 'node:fs';
import type { Account } from '../../src/simulator/accounts';
import type { FaultInput } from '../../src/simulator/faults';
import type { Call } from '../../src/simulator/ledger';
import type { SimulatorRecord } from '../../src/simulator/simulator';
import type { Delivery } from '../../src/simulator/webhook/deliveries';
import { within } from './client';

export type Wechat = {
  readonly addAccount: () => Promise<Account>;
  readonly setWebhook: (appId: string, webhookUrl: string) => Promise<void>;
  readonly addContact: (appId: string, openId: string) => Promise<void>;
  /** The contact writes; resolves when the deliveries are over: whether one was answered with `success`. Rejects if nobody knows. */
  readonly write: (appId: string, openId: string, text: string) => Promise<boolean>;
  readonly addFault: (fault: FaultInput) => Promise<string>;
  readonly clearFaults: () => Promise<void>;
  /** All calls and deliveries so far, over all its lives. */
  readonly recorded: () => { readonly calls: readonly Call[]; readonly deliveries: readonly Delivery[] };
};

/** Three attempts of 5 s each, held back for up to 30 s before. */
const DELIVERED_WITHIN_MS = 60_000;

export function createWechat(url: string, recordFile: string): Wechat {
  const call = <T>(method: string, where: string, body?: unknown): Promise<T> =>
    within(DELIVERED_WITHIN_MS, (signal) => callOnce<T>(signal, method, where, body));

  const callOnce = async <T>(
    signal: AbortSignal,
    method: string,
    where: string,
    body: unknown,
  ): Promise<T> => {
    const response = await fetch(`${url}/simulator${where}`, {
      method,
      headers: { connection: 'close' },
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    addAccount: () => call('POST', '/accounts', {}),
    setWebhook: (appId, webhookUrl) => call('PATCH', `/accounts/${appId}`, { webhookUrl }),
    addContact: (appId, openId) => call('POST', '/contacts', { appId, openId }),
    async write(appId, openId, text) {
      const result = await call<{ delivered: boolean }>('POST', `/contacts/${openId}/messages`, {
        appId,
        text,
      });
      return result.delivered;
    },
    async addFault(fault) {
      const { id } = await call<{ id: string }>('POST', '/faults', fault);
      return id;
    },
    clearFaults: () => call('DELETE', '/faults'),
    recorded() {
      const calls: Call[] = [];
      const deliveries: Delivery[] = [];
      const text = existsSync(recordFile) ? readFileSync(recordFile, 'utf8') : '';
      for (const line of text.split('\n')) {
        // The last line of a killed process may be cut.
        if (!line.endsWith('}}')) continue;
        const record = JSON.parse(line) as SimulatorRecord;
        if ('call' in record) calls.push(record.call);
        else deliveries.push(record.delivery);
      }
      return { calls, deliveries };
    },
  };
}
