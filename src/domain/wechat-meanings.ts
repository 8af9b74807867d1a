/**
 * What WeChat's return codes mean, by stable names: one sentence each, which says what it means and what to do. The API
 * returns these; the console has translations. `wechat/calls/error-codes.ts` assigns the codes.
 */
import { WECHAT_PLACES } from './wechat-places';

const { account, keys, permissions } = WECHAT_PLACES;

export const WECHAT_MEANINGS = {
  ok: 'WeChat reports no error.',
  busy: 'WeChat is busy: try again in a moment.',
  // The channel's setup: an administrator has to act.
  token_refused:
    'WeChat refused the access token, and a new one did not help: check the AppSecret, and whether another program forces new tokens.',
  token_missing: 'The access token was missing: a new one is fetched automatically.',
  app_id_wrong: `WeChat has no account with this AppID: copy it again from ${account}.`,
  app_secret_wrong: `The AppSecret is wrong: reset it at ${keys}, and enter the new one here.`,
  app_secret_frozen: `The AppSecret is frozen: unfreeze it at ${keys}. It takes ten minutes to take effect.`,
  credentials_missing: 'The AppID or the AppSecret is missing: complete the channel’s account details.',
  ip_not_allowed: `This server’s IP address is not on the account’s allowlist: add it at ${keys}. It takes some minutes to take effect.`,
  ip_confirmation:
    'An administrator of the account must confirm this server’s IP address: they have a message about it in WeChat.',
  ip_refused_day:
    'An administrator of the account refused this server’s IP address: it can be asked for again after 24 hours.',
  ip_refused_hour:
    'An administrator of the account refused this server’s IP address: it can be asked for again after one hour.',
  no_permission: `The account isn’t allowed to use this API: it needs verification (微信认证). See ${permissions}.`,
  message_type_permission: `The account isn’t allowed to send this type of message: send the content in another form, or apply for it at ${permissions}.`,
  account_type: 'This type of account may not do this: it needs a verified account.',
  account_restricted: `The account is frozen, closed or barred: look for a notice at ${account}.`,
  account_punished: `WeChat has barred the account from sending as a penalty: look for a notice at ${account}.`,
  interface_blocked: `WeChat has blocked this API for the account: look for a notice at ${permissions}.`,
  interface_withdrawn: 'WeChat has withdrawn this API: please report this with the code.',
  not_authorised: `The account has not authorised this: check its authorisations at ${account}.`,
  desk_off: 'WeChat’s own customer service (客服功能) is not switched on: switch it on at mp.weixin.qq.com.',
  mass_agreement:
    'The account has not accepted WeChat’s terms for mass sending: accept them at mp.weixin.qq.com.',
  // Limits of calls.
  daily_quota: 'The account has used up today’s calls: messages wait until midnight in Beijing.',
  minute_quota: 'Too many calls in a minute: messages wait and are sent automatically.',
  send_quota: 'The account has no quota left to send: messages wait until midnight in Beijing.',
  resets_used_up:
    'This month’s ten quota resets are used up: calls work again when the daily quota renews at midnight in Beijing.',
  // The contact.
  window_closed:
    'WeChat’s 48-hour window is closed, or the contact has unfollowed: wait until they write again, or have the message sent when they reply.',
  limit_reached:
    'WeChat accepts no more messages until the contact writes: wait, or have the message sent when they reply.',
  contact_unknown:
    'WeChat does not know this contact for this account: check that the channel has the right AppID.',
  contact_gone: 'WeChat no longer knows this contact: nothing can be sent.',
  other_account: 'This contact belongs to another account: check that the channel has the right AppID.',
  not_following: 'The contact does not follow the account: wait until they follow it again.',
  blocked: 'The contact and the account have blocked each other: nothing can be sent.',
  on_blacklist: 'The contact is on the account’s blacklist: take them off it at mp.weixin.qq.com first.',
  refuses_messages: 'The contact refuses messages from this account: nothing can be sent.',
  subscription_refused: 'The contact refuses this subscription message: it cannot be sent to them.',
  session_over: 'The temporary session is over: wait until the contact writes again.',
  session_over_followed:
    'The temporary session ended because the contact now follows the account: wait until they write again.',
  // The content of the message.
  risky_content: 'WeChat considers the content risky: reword it, without the link or picture.',
  content_unexplained:
    'WeChat refuses the content of the message, with a code that its documentation does not explain: change the text, link or picture, and send it again.',
  form_refused:
    'WeChat does not accept the message in this form: an article’s link must begin with https://, and its picture must be the address of a JPG or PNG. If that does not help, send a text.',
  message_type: 'WeChat does not know this type of message: send the content in another form.',
  kind_not_allowed: 'This type of message may not be sent to a contact: send the content in another form.',
  empty: 'The message is empty: write something.',
  text_too_long: 'The text is over 2,048 bytes (about 680 Chinese characters): split it.',
  part_too_long: 'A title, description or link is too long for WeChat: shorten it.',
  too_many_articles: 'Only one article may be sent at a time: send them one by one.',
  link_refused:
    'WeChat refuses a link in the message: check that it is complete and leads to an allowed page.',
  link_mini_program: 'A link names a mini program that the account may not open: correct its AppID.',
  mini_program_wrong: 'The mini program’s path or AppID is wrong: correct it.',
  mini_program_not_linked: 'The mini program is not linked to the account: link it at mp.weixin.qq.com.',
  menu_message_too_big: 'The menu message is too big: use fewer or shorter items.',
  // Files.
  media_gone: 'The file is no longer at WeChat, which keeps files for three days: send it again.',
  file_kind: 'WeChat does not accept this kind of file: use JPG or PNG, AMR or MP3, or MP4.',
  file_size:
    'WeChat refuses the size of the file: at most 10 MB for a picture or video, 2 MB for a voice. Make it smaller and send it again.',
  file_missing: 'The file did not reach WeChat: send it again.',
  voice_too_long: 'The voice message is over 60 seconds: record a shorter one.',
  converting: 'WeChat is still converting the file: send the message again in a moment.',
  // The typing indicator.
  typing_not_recent: 'The typing indicator is not shown, because the contact has not written lately.',
  typing_shown: 'The typing indicator is already shown.',
  // WeChat's own customer service.
  desk_account:
    'WeChat’s own customer service refuses this staff account: check its name and binding at mp.weixin.qq.com.',
  desk_no_session:
    'WeChat’s own customer service has no session with this contact: wait until they write again.',
  desk_taken:
    'A staff member of WeChat’s own customer service is serving the contact: they have to end that session first.',
  desk_offline: 'The staff member of WeChat’s own customer service is offline: try again later.',
  // These should not happen.
  parameters: 'WeChat refuses a value of the request: check what was entered.',
  our_bug: 'The request was malformed: please report this with the code.',
  signature: 'WeChat refuses a signature in the request: please report this with the code.',
  repeated: 'WeChat already has this message: it is not sent again.',
  mass_too_soon: 'The mass message was repeated too soon: try again after a minute.',
  tag_refused: 'WeChat refuses the tag: check its name, and how many tags there are.',
  template_wrong: 'WeChat does not know the template: check its id.',
  menu_wrong: 'WeChat refuses the account’s menu: check its buttons, names and links.',
  menu_missing: 'The account has no menu: create one first.',
  too_many_menus: 'The account has too many menus: remove one at mp.weixin.qq.com.',
  material_in_use: 'The material is in use: remove it from replies and menus first.',
  figures_not_ready: 'WeChat’s figures are not ready: try again later.',
  user_token: 'This concerns sign-in with WeChat, which is not used here: please report it.',
  comment: 'This concerns comments on articles, which are not used here: please report it.',
  shake_around: 'This concerns “shake around”, which is not used here: please report it.',
} as const satisfies Readonly<Record<string, string>>;

/** The stable name of a meaning. */
export type WeChatMeaning = keyof typeof WECHAT_MEANINGS;
/** Meanings that say little: WeChat's own words are shown beside them. */
export const VAGUE_MEANINGS: ReadonlySet<WeChatMeaning> = new Set([
  'content_unexplained',
  'parameters',
  'our_bug',
]);
export const WECHAT_MEANING_NAMES = Object.keys(WECHAT_MEANINGS) as WeChatMeaning[];
