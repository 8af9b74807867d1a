/**
 * WeChat's return codes: what each means for us and what a person can do. Source: wechat-api.md section 8
 * ("Global return codes" and the tables of four other SDKs).
 */

/**
 * `ok`; `token` (get a token, repeat once); `transient` (repeat with back-off); `permanent` (this request can
 * never pass); `window` (closed, or the contact is gone); `limit` (the window's count is used up); `quota`
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

export type ErrcodeEntry = { readonly class: WeChatClass; readonly advice: string };

/** Why a message failed, as the API and the console name it (ruling 7). */
export type DeliveryErrorCode =
  | 'window_closed'
  | 'consecutive_limit_reached'
  | 'contact_unreachable'
  | 'wechat_refused'
  | 'channel_misconfigured'
  | 'wechat_quota_exhausted'
  | 'wechat_busy';

const OUR_BUG = 'The request was built wrongly: please report this with the code.';
const UPLOAD_AGAIN = 'The file is no longer at WeChat: send it again.';
const NOT_FOLLOWING = 'The contact does not follow the account: wait until they follow it again.';
const BLOCKED = 'The contact and the account are blocked for each other: nothing can be sent.';
const SEE_CONSOLE = 'WeChat has blocked this for the account: look for a notice in the WeChat console.';
const CONFIRM_IP =
  'An administrator of the account must confirm this server’s address in WeChat: wait for it.';
const SHORTEN = 'A text is too long for WeChat: shorten it.';
const DESK_ACCOUNT =
  'WeChat’s own desk refuses this desk account: check its name and binding in the WeChat console.';
const CHECK_PARAMETERS = 'WeChat refuses a value of the request: check what was entered.';
const USER_TOKEN = 'This concerns sign-in with WeChat, which is not used here: please report it.';
const FILE_KIND = 'WeChat does not take this kind of file: use JPG or PNG, AMR or MP3, or MP4.';
const FILE_SIZE = 'WeChat refuses the size of the file: make it smaller and send it again.';
const COMMENT = 'This concerns comments on articles, which are not used here: please report it.';

const ROWS: readonly (readonly [codes: readonly number[], class_: WeChatClass, advice: string])[] = [
  [[-1, -1000], 'transient', 'WeChat is busy: it is tried again by itself.'],
  [[0], 'ok', 'Nothing to do.'],
  [
    [40001, 40014, 42001],
    'token',
    'The access token was refused: a new one is fetched by itself. If it stays so, check the AppSecret and whether another program forces new tokens.',
  ],
  [[41001], 'token', 'The access token was missing: a new one is fetched by itself.'],
  [[40002], 'config', OUR_BUG],
  [
    [40003],
    'permanent',
    'WeChat does not know this contact for this account: check that the channel has the right AppID.',
  ],
  [[40004, 40005, 40113, 40121, 40137], 'permanent', FILE_KIND],
  [[40006, 40009, 40010, 40011, 40012, 40118], 'permanent', FILE_SIZE],
  [[40007, 46001], 'permanent', UPLOAD_AGAIN],
  [[40008], 'permanent', 'WeChat does not know this type of message: send the content in another form.'],
  [[40013], 'config', 'The AppID is wrong: correct it in the channel’s settings.'],
  [[40033, 47001, 47002], 'permanent', OUR_BUG],
  [[40035, 40038, 40097, 40130, 40132], 'permanent', CHECK_PARAMETERS],
  [[40125], 'config', 'The AppSecret is wrong: enter the current one in the channel’s settings.'],
  [
    [40164],
    'config',
    'This server’s IP address is not on the account’s allowlist: add it in the WeChat console.',
  ],
  [[40165, 40166], 'permanent', 'The mini program’s path or AppID is wrong: correct it.'],
  [[40168], 'config', 'The mini program is not linked to the account: link it in the WeChat console.'],
  [[40200], 'config', 'This type of account may not do this: it needs a verified account.'],
  [[40243], 'config', 'The AppSecret is frozen: unfreeze or renew it in the WeChat console.'],
  [[41002, 41004], 'config', 'The AppID or the AppSecret is missing: complete the channel’s settings.'],
  [[41003, 41008, 42002, 42003, 42007], 'permanent', USER_TOKEN],
  [[41005, 41006, 44001], 'permanent', 'The file did not reach WeChat: send it again.'],
  [[41009], 'permanent', OUR_BUG],
  [[43001, 43002, 43003, 44002], 'permanent', OUR_BUG],
  [[43004, 50005], 'window', NOT_FOLLOWING],
  [[43005, 43006], 'window', BLOCKED],
  [
    [43019],
    'window',
    'The contact is on the account’s blacklist: take them off it in the WeChat console first.',
  ],
  [[43101], 'window', 'The contact refuses this subscription message: it cannot be sent to them.'],
  [[44003, 44004, 44005], 'permanent', 'The message is empty: write something.'],
  [[44007], 'permanent', 'WeChat has this message already: it is not sent again.'],
  [[45001], 'permanent', FILE_SIZE],
  [[45002], 'permanent', 'The text is over 2048 bytes (about 680 Chinese characters): split it.'],
  [[45003, 45004, 45005, 45006, 45021], 'permanent', SHORTEN],
  [[45007], 'permanent', 'The voice message is over 60 seconds: record a shorter one.'],
  [[45008], 'permanent', 'Only one article may be sent to a contact: send them one by one.'],
  [
    [45009],
    'quota',
    'The account’s daily number of calls is used up: messages wait until midnight in Beijing.',
  ],
  [[45010], 'permanent', 'The account has too many menus: remove one in the WeChat console.'],
  [[45011], 'quota', 'Too many calls in a minute: messages wait and leave by themselves.'],
  [
    [45015],
    'window',
    'WeChat’s time to answer is over, or the contact has unfollowed: wait until they write again.',
  ],
  [[45035], 'config', 'This server’s IP address is not registered: add it in the WeChat console.'],
  [[45037], 'window', 'The temporary session is over: wait until the contact writes again.'],
  [
    [45038],
    'window',
    'The temporary session ended because the contact follows now: wait until they write again.',
  ],
  [[45047], 'limit', 'WeChat takes no more messages until the contact writes: wait, or hold the message.'],
  [
    [45050],
    'permanent',
    'This type of message may not be sent to a contact: send the content in another form.',
  ],
  [[45065], 'permanent', 'WeChat has this mass message already: it is not sent again.'],
  [[45066], 'transient', 'The mass message was repeated too soon: it may be tried again after a minute.'],
  [[45067], 'permanent', OUR_BUG],
  [[45072], 'permanent', OUR_BUG],
  [
    [45080],
    'permanent',
    'The typing sign is not shown, because the contact has not written lately: nothing to do.',
  ],
  [[45081], 'permanent', 'The typing sign is shown already: nothing to do.'],
  [[45086], 'permanent', 'A link names a mini program that the account may not open: correct its AppID.'],
  [[45087], 'config', SEE_CONSOLE],
  [[45093], 'quota', 'The account has no quota left to send: messages wait until midnight in Beijing.'],
  [
    [45094],
    'config',
    'The account is barred from sending as a punishment: look for a notice in the WeChat console.',
  ],
  [[45098, 45099], 'permanent', 'The menu message is too big: use fewer or shorter items.'],
  [[45102, 45501], 'config', SEE_CONSOLE],
  [[45103], 'config', 'WeChat has withdrawn this interface: please report this with the code.'],
  [[45157, 45158, 45159], 'permanent', 'WeChat refuses the tag: check its name.'],
  [[46004], 'window', 'WeChat does not know this contact any more: nothing can be sent.'],
  [[46007], 'transient', 'WeChat is still converting the file: it is tried again by itself.'],
  [
    [48001],
    'config',
    'The account has no right to this interface: it needs verification in the WeChat console.',
  ],
  [[48002], 'window', 'The contact refuses messages of this account: nothing can be sent.'],
  [[48004], 'config', SEE_CONSOLE],
  [[48005], 'permanent', 'The material is in use: remove it from replies and menus first.'],
  [[48006], 'quota', 'The ten resets of this month are used up: wait until midnight in Beijing.'],
  [
    [48008],
    'config',
    'The account has no right to this type of message: send the content in another form or apply for it.',
  ],
  [
    [49003],
    'permanent',
    'This contact belongs to another account: check that the channel has the right AppID.',
  ],
  [[50001], 'config', 'The account has not authorised this: check its authorisations in the WeChat console.'],
  [[50002], 'config', 'The account is frozen, closed or barred: look for a notice in the WeChat console.'],
  [
    [61004, 61007],
    'config',
    'The account has not authorised a platform for this: check its authorisations in the WeChat console.',
  ],
  [[61400, 61401, 61452, 61453, 61454, 61455, 61456, 61457], 'permanent', DESK_ACCOUNT],
  [[61450], 'transient', 'WeChat’s desk is busy: it is tried again by itself.'],
  [[61451, 61500, 61501], 'permanent', CHECK_PARAMETERS],
  [[61503], 'transient', 'WeChat’s figures are not ready: it is tried again later.'],
  [[65400], 'config', 'WeChat’s own desk is not switched on: switch it on in the WeChat console.'],
  [[65401, 65402, 65403, 65404, 65405, 65406], 'permanent', DESK_ACCOUNT],
  [[65407, 65408, 65409, 65410, 65411, 65412], 'permanent', DESK_ACCOUNT],
  [[65413], 'permanent', 'WeChat’s own desk has no session with this contact: wait until they write again.'],
  [
    [65414],
    'transient',
    'Another worker of WeChat’s own desk serves the contact: it is tried again by itself.',
  ],
  [[65415], 'transient', 'The worker of WeChat’s own desk is offline: it is tried again by itself.'],
  [[65416, 65417], 'permanent', CHECK_PARAMETERS],
  [[87009], 'permanent', 'WeChat refuses a signature in the request: please report this with the code.'],
  [[87014], 'permanent', 'WeChat judges the content to be risky: write it in other words.'],
  [
    [88000, 88001, 88002, 88003, 88004, 88005, 88006, 88007, 88008, 88009, 88010, 88011],
    'permanent',
    COMMENT,
  ],
  [[89501, 89502, 89503, 89504, 89505], 'config', CONFIRM_IP],
  [
    [89506],
    'config',
    'An administrator refused this server’s address: it can be asked again after 24 hours.',
  ],
  [
    [89507],
    'config',
    'An administrator refused this server’s address: it can be asked again after one hour.',
  ],
];

/** Every listed code with its class and one sentence for the operator or administrator. */
export const ERRCODES: ReadonlyMap<number, ErrcodeEntry> = new Map(
  ROWS.flatMap(([codes, class_, advice]) => codes.map((code) => [code, { class: class_, advice }] as const)),
);

const UNLISTED: ErrcodeEntry = {
  class: 'permanent',
  advice:
    'WeChat refused this with a code that is not known here: see its text, and report it if it repeats.',
};

const UNREACHABLE: readonly number[] = [40003, 43004, 43005, 43006, 43019, 43101, 46004, 48002, 49003, 50005];

/**
 * Class and advice of a return code. One that is not listed is `permanent`: it is shown with WeChat's text and
 * never repeated. Holds for calls with a token; on the token call itself 40001 means a wrong secret (`config`).
 */
export function classifyErrcode(errcode: number): ErrcodeEntry {
  return ERRCODES.get(errcode) ?? UNLISTED;
}

/**
 * The code that a failed message carries after WeChat's refusal (ruling 7).
 * A token code that is left after the repeat needs a person: the secret is wrong or another program renews tokens.
 */
export function toDeliveryErrorCode(errcode: number): DeliveryErrorCode {
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
