/**
 * WeChat's return codes: the class of each, what it means, and whether it stops the channel. One table. Sources:
 * WeChat's page "Global return codes", the pages of the individual interfaces, and the tables of four other SDKs.
 */
import { WECHAT_MEANINGS, type WeChatMeaning } from '../../domain/wechat-meanings';

/**
 * `ok`; `token` (get a new token, repeat once); `transient` (repeat with back-off); `permanent` (this request can
 * never succeed); `window` (closed, or the contact is gone); `limit` (the window's messages are used up); `quota`
 * (call limits: wait minutes or until midnight in Beijing); `config` (a person must act).
 */
export type WeChatClass =
  | 'ok'
  | 'token'
  | 'transient'
  | 'permanent'
  | 'window'
  | 'limit'
  | 'quota'
  | 'config';

/**
 * Which calls a code stops, because the channel's configuration is wrong and not the request. `any`: all of them;
 * `send`: messages to contacts, when `custom/send` answers with it; null: this request only.
 */
type Stops = 'any' | 'send' | null;

export type ErrcodeEntry = {
  readonly class: WeChatClass;
  /** Null: the code is not listed, and WeChat's own text is all there is. */
  readonly meaning: WeChatMeaning | null;
  /** One English sentence: what it means and what to do. */
  readonly advice: string;
  readonly stops: Stops;
};

/** What a refusal of a send means for the message. */
export type SendRefusalCode =
  | 'window_closed'
  | 'consecutive_limit_reached'
  | 'contact_unreachable'
  | 'wechat_refused'
  | 'channel_misconfigured'
  | 'wechat_quota_exhausted'
  | 'wechat_busy';

type Row = readonly [
  codes: readonly number[],
  class_: WeChatClass,
  meaning: WeChatMeaning,
  stops?: Exclude<Stops, null>,
];

const from = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

const ROWS: readonly Row[] = [
  [[-1, -1000, 61450], 'transient', 'busy'],
  [[0], 'ok', 'ok'],
  // A new token is fetched and the call repeated once (token-call.ts).
  [[40001, 40014, 42001], 'token', 'token_refused'],
  [[41001], 'token', 'token_missing'],

  // The channel's configuration.
  [[40013], 'config', 'app_id_wrong', 'any'],
  [[40125], 'config', 'app_secret_wrong', 'any'],
  [[40243], 'config', 'app_secret_frozen', 'any'],
  [[41002, 41004], 'config', 'credentials_missing', 'any'],
  // 61004: one of WeChat's guides names it for an address that is not on the allowlist.
  [[40164, 45035, 61004], 'config', 'ip_not_allowed', 'any'],
  [[89501, 89502, 89503, 89504, 89505], 'config', 'ip_confirmation', 'any'],
  [[89506], 'config', 'ip_refused_day', 'any'],
  [[89507], 'config', 'ip_refused_hour', 'any'],
  [[50002], 'config', 'account_restricted', 'any'],
  [[61007], 'config', 'not_authorised', 'any'],
  [[40002], 'config', 'our_bug', 'any'],
  [[48001], 'config', 'no_permission', 'send'],
  [[45087, 45102, 45501, 48004], 'config', 'interface_blocked', 'send'],
  [[45094], 'config', 'account_punished', 'send'],
  [[45103], 'config', 'interface_withdrawn'],
  [[48003], 'config', 'mass_agreement'],
  [[48008], 'config', 'message_type_permission'],
  [[50001], 'config', 'not_authorised'],
  [[40200], 'config', 'account_type'],
  [[40168, 45064], 'config', 'mini_program_not_linked'],
  [[65400], 'config', 'desk_off'],

  // Call limits.
  [[45009], 'quota', 'daily_quota'],
  [[45011], 'quota', 'minute_quota'],
  [[45093], 'quota', 'send_quota'],
  [[48006], 'quota', 'resets_used_up'],

  // The contact, and when they may be written to.
  [[45015], 'window', 'window_closed'],
  [[45047], 'limit', 'limit_reached'],
  [[43004, 50005], 'window', 'not_following'],
  [[43005, 43006], 'window', 'blocked'],
  [[43019], 'window', 'on_blacklist'],
  [[43101], 'window', 'subscription_refused'],
  [[45037], 'window', 'session_over'],
  [[45038], 'window', 'session_over_followed'],
  [[46004], 'window', 'contact_gone'],
  [[48002], 'window', 'refuses_messages'],
  [[40003], 'permanent', 'contact_unknown'],
  [[49003], 'permanent', 'other_account'],

  // The content of a message.
  [[87014], 'permanent', 'risky_content'],
  [[70000], 'permanent', 'content_unexplained'],
  // "invalid type": reported for articles whose link has no https:// or whose picture is not a
  // picture.
  [[45162], 'permanent', 'form_refused'],
  [[40008], 'permanent', 'message_type'],
  [[45050], 'permanent', 'kind_not_allowed'],
  [[40227, 44003, 44004, 44005], 'permanent', 'empty'],
  [[45002], 'permanent', 'text_too_long'],
  [[45003, 45004, 45005, 45006, 45021], 'permanent', 'part_too_long'],
  [[45008], 'permanent', 'too_many_articles'],
  [[40039, 40048, 40066, 40155], 'permanent', 'link_refused'],
  [[45086], 'permanent', 'link_mini_program'],
  [[40165, 40166], 'permanent', 'mini_program_wrong'],
  [[45098, 45099], 'permanent', 'menu_message_too_big'],

  // Files.
  [[40007, 46001], 'permanent', 'media_gone'],
  [[40004, 40005, 40113, 40121, 40137], 'permanent', 'file_kind'],
  [[40006, 40009, 40010, 40011, 40012, 40118, 45001], 'permanent', 'file_size'],
  [[41005, 41006, 44001], 'permanent', 'file_missing'],
  [[45007], 'permanent', 'voice_too_long'],
  [[46007], 'transient', 'converting'],

  // The typing indicator.
  [[45072], 'permanent', 'our_bug'],
  [[45080], 'permanent', 'typing_not_recent'],
  [[45081], 'permanent', 'typing_shown'],

  // WeChat's own customer service.
  [[61400, 61401, 61452, ...from(61453, 61457), ...from(65401, 65412)], 'permanent', 'desk_account'],
  [[65413], 'permanent', 'desk_no_session'],
  [[65414], 'transient', 'desk_taken'],
  [[65415], 'transient', 'desk_offline'],

  // The request itself.
  [[40031, 40032, 40035, 40038, 40097, 40130, 40132, 45083, 45084, 47003], 'permanent', 'parameters'],
  [[61451, 61500, 61501, 65416, 65417], 'permanent', 'parameters'],
  [[40033, 40101, 41009, 43001, 43002, 43003, 44002, 45067, 47001, 47002], 'permanent', 'our_bug'],
  [[87009], 'permanent', 'signature'],

  // Not used by this desk, but possible in an answer.
  [[44007, 45065], 'permanent', 'repeated'],
  [[45066], 'transient', 'mass_too_soon'],
  [[40050, 40051, 40117, ...from(45056, 45060), 45157, 45158, 45159], 'permanent', 'tag_refused'],
  [[40036, 40037], 'permanent', 'template_wrong'],
  [[...from(40015, 40028), 40054, 40055, 40119, 40120, 41007], 'permanent', 'menu_wrong'],
  [[46002, 46003], 'permanent', 'menu_missing'],
  [[45010], 'permanent', 'too_many_menus'],
  [[48005], 'permanent', 'material_in_use'],
  [[61503], 'transient', 'figures_not_ready'],
  [[40029, 40030, 40163, 41003, 41008, 42002, 42003, 42007], 'permanent', 'user_token'],
  [from(88000, 88011), 'permanent', 'comment'],
  [[...from(9001001, 9001010), ...from(9001020, 9001036)], 'permanent', 'shake_around'],
];

/** Every listed code with its meaning. */
export const ERRCODES: ReadonlyMap<number, ErrcodeEntry> = new Map(
  ROWS.flatMap(([codes, class_, meaning, stops = null]) =>
    codes.map((code) => [code, { class: class_, meaning, advice: WECHAT_MEANINGS[meaning], stops }] as const),
  ),
);

const UNLISTED: ErrcodeEntry = {
  class: 'permanent',
  meaning: null,
  advice: 'WeChat refused this with an unknown code.',
  stops: null,
};

const UNREACHABLE: readonly number[] = [40003, 43004, 43005, 43006, 43019, 43101, 46004, 48002, 49003, 50005];

/**
 * Class and meaning of a return code. A code that is not listed is `permanent`: it is shown with WeChat's text and
 * never repeated. Valid for calls with a token; on the token call itself 40001 means a wrong secret (`config`).
 */
export function classifyErrcode(errcode: number): ErrcodeEntry {
  return ERRCODES.get(errcode) ?? UNLISTED;
}

/** The same for a code that stopped a channel: there 40001 comes from the token call and means a wrong secret. */
export function classifyTrouble(errcode: number): ErrcodeEntry {
  return classifyErrcode(errcode === 40001 ? 40125 : errcode);
}

/**
 * Whether a refusal concerns the whole channel and not just the request: an address that is not on the allowlist, a
 * frozen secret, a barred account. Then every other request fails too until a person has acted. A refused token call
 * (`isTokenCall`) stops everything, whatever the code.
 */
export function stopsChannel(
  refusal: { readonly wechatCode: number; readonly isTokenCall?: true },
  call: 'custom/send' | 'other',
): boolean {
  if (refusal.isTokenCall === true) return true;
  const { stops } = classifyErrcode(refusal.wechatCode);
  return stops === 'any' || (stops === 'send' && call === 'custom/send');
}

/**
 * The error code of a message that WeChat refused. A token code that remains after the repeat needs a person: the
 * secret is wrong, or another program renews tokens.
 */
export function toSendRefusalCode(errcode: number): SendRefusalCode {
  if (UNREACHABLE.includes(errcode)) return 'contact_unreachable';
  const { class: class_ } = classifyErrcode(errcode);
  switch (class_) {
    case 'window':
      return 'window_closed';
    case 'limit':
      return 'consecutive_limit_reached';
    case 'config':
    case 'token':
      return 'channel_misconfigured';
    case 'quota':
      return 'wechat_quota_exhausted';
    case 'transient':
      return 'wechat_busy';
    case 'ok':
    case 'permanent':
      return 'wechat_refused';
    default:
      return class_ satisfies never;
  }
}
