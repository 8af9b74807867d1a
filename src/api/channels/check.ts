/** The answer to `POST /channels/:id/check`: each thing that can be wrong, in plain words. */
import type { ChannelCheckBody } from '../../contracts/channels/channel-health';
import type { ChannelKind } from '../../domain/channel-kinds';
import { placesOf, WECHAT_PLACES } from '../../domain/wechat-places';
import type { Channel, ChannelWithSecrets } from '../../store/channels/channel-rows';
import type { AccountCheck, CheckAccount, Unreachable } from '../../wechat/calls/check-account';
import { classifyErrcode } from '../../wechat/calls/error-codes';
import { addressIn } from '../../wechat/calls/redact';
import type { Refused } from '../../wechat/calls/token-call';
import { toIso } from '../present/times';
import { missingDetails } from './setup';

type Check = ChannelCheckBody['checks'][number];
type CheckName = Check['name'];

/** What each code of WeChat's token call says is wrong (docs/wechat.md#access-tokens). */
const WRONG_BY_CODE: ReadonlyMap<number, CheckName> = new Map([
  ...[40013, 41002].map((code) => [code, 'app_id'] as const),
  ...[40001, 40125, 40243, 41004].map((code) => [code, 'app_secret'] as const),
  ...[40164, 45035, 89501, 89502, 89503, 89504, 89505, 89506, 89507].map(
    (code) => [code, 'ip_allowlist'] as const,
  ),
]);

const FINE: Readonly<Record<Exclude<CheckName, 'webhook'>, string>> = {
  account_details: 'All account details are there.',
  wechat: 'WeChat answers.',
  app_id: 'WeChat knows the AppID.',
  app_secret: 'The AppSecret is right.',
  ip_allowlist: 'WeChat accepts calls from this server’s address.',
  permission: 'The account may use WeChat’s API and write to its contacts.',
};

/** Checks a channel. What WeChat could not check because an earlier check failed is left out. */
export async function checkChannel(
  { channel, secrets }: ChannelWithSecrets,
  checkAccount: CheckAccount,
): Promise<ChannelCheckBody> {
  const { appId } = channel;
  const { appSecret } = secrets;
  const details = missingDetails(channel);
  const account =
    appId === null || appSecret === null
      ? []
      : judgeAccount(await checkAccount({ channelId: channel.id, appId, appSecret }), channel.kind);
  const checks: readonly Check[] = [
    details === null ? fine('account_details') : { name: 'account_details', ok: false, detail: details },
    ...account,
    webhookCheck(channel),
  ];
  return { ok: checks.every(({ ok }) => ok), checks: [...checks] };
}

function judgeAccount({ token, permission }: AccountCheck, kind: ChannelKind): readonly Check[] {
  if (token.type === 'unreachable') return [unreachable(token)];
  if (token.type === 'refused') return [fine('wechat'), refusedToken(token, kind)];
  const known = [fine('wechat'), fine('app_id'), fine('app_secret')];
  if (permission === null || permission.type === 'ok') {
    return [...known, fine('ip_allowlist'), fine('permission')];
  }
  if (permission.type === 'unreachable') return [unreachable(permission)];
  // The allowlist may apply to other calls than the token's.
  if (WRONG_BY_CODE.get(permission.wechatCode) === 'ip_allowlist')
    return [...known, refusedToken(permission, kind)];
  return [
    ...known,
    fine('ip_allowlist'),
    wrong('permission', permission.wechatCode, adviceFor(permission, kind)),
  ];
}

function refusedToken(refused: Refused, kind: ChannelKind): Check {
  const { wechatCode } = refused;
  const address = addressSeen(refused);
  return {
    ...wrong(WRONG_BY_CODE.get(wechatCode) ?? 'wechat', wechatCode, adviceFor(refused, kind)),
    ...(address === undefined ? {} : { address }),
  };
}

/** On the token call WeChat's codes have other meanings than on a message, and 40164 names an address. */
function adviceFor(refused: Refused, kind: ChannelKind): string {
  const places = placesOf(kind);
  const { wechatCode } = refused;
  switch (wechatCode) {
    case 40001:
    case 40125:
      return `The AppSecret is wrong, or belongs to another AppID: enter the current one. WeChat shows a new one only once, at ${places.keys}.`;
    case 40013:
      return `The AppID is wrong: WeChat has no account with it. Copy it from ${places.account}.`;
    case 40164: {
      const address = addressSeen(refused);
      return address === undefined
        ? classifyErrcode(wechatCode).advice
        : `WeChat saw this server as ${address}, which is not on the account’s IP allowlist: add ${address} at ${places.keys}. It takes some minutes to take effect.`;
    }
    case 48001:
      return kind === 'mini_program'
        ? 'The mini program isn’t allowed to use this API (customer service messages): WeChat has not opened it for it, or has taken it away.'
        : `The account isn’t allowed to use this API (customer service messages): it needs verification (微信认证). See ${WECHAT_PLACES.permissions}.`;
    default:
      return classifyErrcode(wechatCode).advice;
  }
}

/** The address that 40164 names. */
function addressSeen({ wechatCode, errmsg }: Refused): string | undefined {
  return wechatCode === 40164 ? (addressIn(errmsg) ?? undefined) : undefined;
}

function unreachable({ wechatCode }: Unreachable): Check {
  return wechatCode === null
    ? {
        name: 'wechat',
        ok: false,
        detail:
          'WeChat could not be reached from this server: check its internet access (DNS, firewall, proxy) and try again.',
      }
    : wrong(
        'wechat',
        wechatCode,
        `WeChat cannot check this at the moment. ${classifyErrcode(wechatCode).advice}`,
      );
}

function webhookCheck({ verifiedAt, kind }: Channel): Check {
  return {
    name: 'webhook',
    ok: verifiedAt !== null,
    detail:
      verifiedAt === null
        ? `WeChat has not verified the webhook yet: enter its URL and the token at ${placesOf(kind).server} and save it there; WeChat must be able to reach the URL on port 80 or 443.`
        : `WeChat verified the webhook at ${toIso(verifiedAt)}.`,
  };
}

function fine(name: keyof typeof FINE): Check {
  return { name, ok: true, detail: FINE[name] };
}

function wrong(name: CheckName, wechatCode: number, advice: string): Check {
  return { name, ok: false, detail: `${advice} (WeChat’s code ${wechatCode})` };
}
