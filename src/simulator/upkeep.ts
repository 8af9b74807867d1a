import type { Account } from './accounts';
import { PlatformError, SUCCESS } from './calls/errcodes';
import { beijingDay, type Clock } from './clock';

const CLEARINGS_A_MONTH = 10;

type Body = Readonly<Record<string, unknown>>;

export type Upkeep = ReturnType<typeof createUpkeep>;

/** Addresses, the network check and the quota (docs "Get WeChat server IP", "Network communication check", "Clear quota"). */
export function createUpkeep(clock: Clock) {
  const clearings = new Map<string, number>();

  return {
    /** `getcallbackip`: where deliveries come from. */
    callbackIps: (): Body => ({ ip_list: ['127.0.0.1'] }),
    /** `get_api_domain_ip`: where the API is. */
    apiIps: (): Body => ({ ip_list: ['127.0.0.1'] }),

    /** `callback/check`: the form is checked (40035), the network is always fine. */
    check(body: Body): Body {
      const { action, check_operator: operator = 'DEFAULT' } = body;
      if (action !== 'dns' && action !== 'ping' && action !== 'all') throw new PlatformError(40035);
      if (!['DEFAULT', 'CHINANET', 'UNICOM', 'CAP'].includes(String(operator)))
        throw new PlatformError(40035);
      return {
        ...(action === 'ping' ? {} : { dns: [{ ip: '127.0.0.1', real_operator: 'DEFAULT' }] }),
        ...(action === 'dns'
          ? {}
          : { ping: [{ ip: '127.0.0.1', from_operator: operator, package_loss: '0%', time: '1.000ms' }] }),
      };
    },

    /** `clear_quota`: ten a month (48006); the app id must belong to the token (40013). */
    clearQuota(account: Account, body: Body): Body {
      if (body.appid !== account.appId) throw new PlatformError(40013);
      const month = `${account.appId} ${beijingDay(clock()).slice(0, 7)}`;
      const count = clearings.get(month) ?? 0;
      if (count >= CLEARINGS_A_MONTH) throw new PlatformError(48006);
      clearings.set(month, count + 1);
      return SUCCESS;
    },
  };
}
