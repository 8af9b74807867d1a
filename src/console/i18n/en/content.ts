/** What stands in messages, beside what contacts and operators write. */
export const content = {
  line: '{{what}}: {{facts}}',
  within: 'within {{metres}} m',
  waits: 'waits for an answer',
  pictures: 'pictures: {{count}}',
  from_camera: 'from the camera',
  from_camera_or_album: 'from the camera or the album',
  from_wechat_album: 'from WeChat’s album',
  count_total: 'in all: {{number}}',
  count_filtered: 'after filters: {{number}}',
  count_sent: 'sent: {{number}}',
  count_failed: 'failed: {{number}}',
  permission_201: 'address',
  permission_202: 'invoice',
  permission_203: 'card',
  permission_204: 'microphone',
  permission_205: 'nickname and picture',
  permission_206: 'location',
  permission_207: 'chosen pictures or videos',
  accountClosed: 'closed their WeChat account',
  revoked: 'taken back',
  noFile: 'The message brought no file.',
  fetching: 'Being fetched from WeChat…',
  triedAgain: 'Not fetched from WeChat yet; it is tried again by itself for three days.',
  notShown: 'The picture could not be loaded.',
  download: 'Download',
  enlarge: 'Enlarge: {{name}}',
  fit: 'Fit into the window',
  fullSize: 'Full size',
  voiceOf: 'Voice message {{length}}',
  recognition: 'WeChat understood:',
  openMap: 'Open the map',
  openPage: 'Open the page',
  fileNotGiven: 'WeChat hands files over to nobody. Ask for a picture or a link instead.',
  menuItems: 'Menu items',
  asItCame: 'As WeChat sent it',
  belowArticle: 'Written below an article of the account',
} as const;

/** Why a contact’s file is not there, or cannot be played. */
export const attachmentErrors = {
  gone: 'WeChat does not have this file any more: it keeps files for three days. Ask the contact to send it again.',
  empty: 'WeChat gave an empty file for three days. Ask the contact to send it again.',
  wrong_kind: 'WeChat gives something of another kind. It was not kept. Ask the contact to send it again.',
  too_large: 'The file is larger than this desk takes. It was not kept.',
  refused: 'WeChat refuses to give this file. An administrator can look at the channel’s health.',
  untrusted_address:
    'WeChat keeps this video at a place that this desk does not ask. An administrator can watch it in the account’s messages at mp.weixin.qq.com, or fetch it by hand.',
  unreachable: 'WeChat could not be reached for three days.',
  no_media: 'The message names no file that could be fetched.',
  not_playable: 'This voice cannot be played here. Download the original.',
} as const;

/** What is in the way of a contact’s file while it is still tried for. */
export const fetchTroubles = {
  empty: 'WeChat gave an empty file.',
  wrong_kind: 'WeChat gave something that is not the file.',
  too_large: 'WeChat gave more than this desk takes.',
  refused: 'WeChat does not give the file at the moment. An administrator can look at the channel’s health.',
  untrusted_address:
    'WeChat keeps this video at a place that this desk does not ask. An administrator can watch it in the account’s messages at mp.weixin.qq.com, or fetch it by hand.',
  unreachable: 'WeChat cannot be reached, or something else answers in its place.',
} as const;
