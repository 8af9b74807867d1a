/** How a contact came to follow the account, by WeChat’s codes. */
export const followScenes = {
  ADD_SCENE_SEARCH: 'a search in WeChat',
  ADD_SCENE_ACCOUNT_MIGRATION: 'a move from another account',
  ADD_SCENE_PROFILE_CARD: 'a shared contact card',
  ADD_SCENE_QR_CODE: 'a QR code',
  ADD_SCENE_PROFILE_LINK: 'the account’s name in an article',
  ADD_SCENE_PROFILE_ITEM: 'the menu of an article',
  ADD_SCENE_PAID: 'a payment',
  ADD_SCENE_WECHAT_ADVERTISEMENT: 'an advertisement',
  ADD_SCENE_REPRINT: 'a reprinted article',
  ADD_SCENE_LIVESTREAM: 'a live stream',
  ADD_SCENE_CHANNELS: 'WeChat Channels',
  ADD_SCENE_OTHERS: 'another way',
} as const;
