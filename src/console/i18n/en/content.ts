/** Texts around the contents of messages. */
export const content = {
  line: '{{what}}: {{facts}}',
  within: 'within {{metres}} m',
  waits: 'waiting for an answer',
  'pictures|one': '{{count}} picture',
  'pictures|other': '{{count}} pictures',
  from_camera: 'from the camera',
  from_camera_or_album: 'from the camera or the album',
  from_wechat_album: 'from WeChat’s album',
  count_total: 'total: {{number}}',
  count_filtered: 'after filters: {{number}}',
  count_sent: 'sent: {{number}}',
  count_failed: 'failed: {{number}}',
  permission_201: 'address',
  permission_202: 'invoice',
  permission_203: 'card',
  permission_204: 'microphone',
  permission_205: 'nickname and profile picture',
  permission_206: 'location',
  permission_207: 'selected pictures or videos',
  accountClosed: 'closed their WeChat account',
  revoked: 'withdrawn',
  until: 'until {{at, moment}}',
  untilReply: 'until they reply',
  snoozeEnd_time: 'time elapsed',
  snoozeEnd_message: 'the contact wrote',
  snoozeEnd_transfer: 'it was transferred',
  snoozeEnd_returned: 'it went back to waiting',
  snoozeEnd_operator: 'ended by an operator',
  noFile: 'This message has no file.',
  fetching: 'Downloading from WeChat…',
  triedAgain: 'Not downloaded from WeChat yet. Duihua retries automatically for three days.',
  notShown: 'The picture could not be loaded.',
  download: 'Download',
  enlarge: 'Enlarge: {{name}}',
  fit: 'Fit to window',
  fullSize: 'Full size',
  voiceOf: 'Voice message {{length}}',
  recognition: 'WeChat’s transcription:',
  openMap: 'Open map',
  openPage: 'Open page',
  fileNotGiven: 'WeChat does not pass on files. Ask the contact for a picture or a link instead.',
  menuItems: 'Menu items',
  asItCame: 'Original content from WeChat',
  belowArticle: 'Comment on one of the account’s articles',
} as const;

/** Why a contact’s file is missing, or cannot be played. */
export const attachmentErrors = {
  gone: 'WeChat no longer has this file: it keeps files for three days. Ask the contact to send it again.',
  empty: 'WeChat returned an empty file for three days. Ask the contact to send it again.',
  wrong_kind: 'WeChat returned something else, so it was not saved. Ask the contact to send it again.',
  too_large: 'The file is larger than Duihua accepts, so it was not saved.',
  refused: 'WeChat refuses to provide this file. An administrator should check the channel’s status.',
  untrusted_address:
    'WeChat stores this video at an address that Duihua does not open. An administrator can watch or download it under the account’s messages at mp.weixin.qq.com.',
  unreachable: 'WeChat could not be reached for three days.',
  no_media: 'This message has no file that could be downloaded.',
  not_playable: 'This voice message cannot be played here. Download the original file.',
} as const;

/** Why a contact’s file has not been downloaded yet, while it is retried. */
export const fetchTroubles = {
  empty: 'WeChat returned an empty file.',
  wrong_kind: 'WeChat returned something that is not the file.',
  too_large: 'WeChat returned more than Duihua accepts.',
  refused:
    'WeChat is not providing the file at the moment. An administrator should check the channel’s status.',
  untrusted_address:
    'WeChat stores this video at an address that Duihua does not open. An administrator can watch or download it under the account’s messages at mp.weixin.qq.com.',
  unreachable: 'WeChat cannot be reached, or the answer did not come from WeChat.',
} as const;
