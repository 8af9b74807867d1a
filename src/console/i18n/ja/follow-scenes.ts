/** How a contact came to follow the account, by WeChat’s codes. */
export const followScenes = {
  ADD_SCENE_SEARCH: 'WeChat での検索',
  ADD_SCENE_ACCOUNT_MIGRATION: '別のアカウントからの移行',
  ADD_SCENE_PROFILE_CARD: '共有された連絡先カード',
  ADD_SCENE_QR_CODE: 'QR コード',
  ADD_SCENE_PROFILE_LINK: '記事内のアカウント名',
  ADD_SCENE_PROFILE_ITEM: '記事のメニュー',
  ADD_SCENE_PAID: '支払い',
  ADD_SCENE_WECHAT_ADVERTISEMENT: '広告',
  ADD_SCENE_REPRINT: '転載記事',
  ADD_SCENE_LIVESTREAM: 'ライブ配信',
  ADD_SCENE_CHANNELS: '視頻号（WeChat の動画）',
  ADD_SCENE_OTHERS: 'その他',
} as const;
