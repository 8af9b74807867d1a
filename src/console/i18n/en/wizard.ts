import { placesOf, WECHAT_PLACES } from '../../../domain/wechat-places';

const { account, keys, server, before } = WECHAT_PLACES;
const miniProgram = placesOf('mini_program');

export const wizard = {
  title: 'Connect {{name}}',
  hint: 'You can leave at any time. What you have saved is not lost, and you can continue from the list of channels.',
  begin: 'Start',
  brand: 'Brand',
  brandHint: 'Its members answer messages to this account.',
  brandFirst: 'There are no brands yet. Create one first.',
  brandMissing: 'Choose a brand.',
  nameHint: 'The name your team uses for the account.',
  simulated: 'Use a simulated account',
  simulatedHint:
    'This desk talks to a simulator, not to WeChat, so the details of a real account are refused here. The simulator can make an account, fill in its details and verify the webhook.',
  realHint:
    'To connect a real account, restart Duihua with WECHAT_API_URL=https://api.weixin.qq.com and a PUBLIC_URL that WeChat can reach.',
  next: 'Next',
  later: 'Do this later',
  saveAndNext: 'Save and continue',
  step_ip_allowlist: 'IP allowlist',
  step_account_details: 'Account details',
  step_webhook: 'Webhook',
  allowlistHint:
    'WeChat only accepts calls from listed addresses. Paste these into the account’s IP allowlist. The change takes effect after a few minutes.',
  addresses: 'IP addresses',
  noAddresses: 'No address was found on this host. Set EGRESS_IPS to the address that WeChat sees.',
  proxyNote:
    'These are the addresses that Duihua knows of. If its calls go through a proxy, a NAT or a load balancer, WeChat sees that address instead: set EGRESS_IPS to it.',
  noPublicAddress:
    'None of these addresses is visible from the internet. Find out which address Duihua calls out from, set EGRESS_IPS to it and restart. Or press “Check now” in the last step: WeChat reports the address it saw.',
  confirm: 'I have pasted them into WeChat’s allowlist',
  accountHint: 'Copy these from WeChat’s pages. Secrets are stored encrypted and are not shown again.',
  originalId: 'Original ID',
  originalIdHint: 'Under Basic information (基础信息). It starts with gh_.',
  originalIdHintOfMini: 'Under Settings → Basic settings (设置 → 基本设置). It starts with gh_.',
  appId: 'AppID',
  appIdHint: 'Under Basic information (基础信息). It starts with wx.',
  appIdHintOfMini:
    'Under Development management → Development settings (开发管理 → 开发设置). It starts with wx.',
  appSecret: 'AppSecret',
  appSecretHint: 'Under Development keys (开发密钥). WeChat shows it only once, when you enable or reset it.',
  appSecretHintOfMini:
    'In the same place as the AppID. WeChat shows it only once, when you generate or reset it.',
  token: 'Token',
  tokenHint: 'You choose it: generate one here and copy it to WeChat, or paste the one WeChat has.',
  encodingAesKey: 'EncodingAESKey',
  encodingAesKeyHint: 'The key for encrypting messages. Not needed in plain mode.',
  encryption: 'Encryption mode',
  mode_safe: 'Safe',
  mode_compatible: 'Compatible',
  mode_plain: 'Plain',
  modeHint_safe: 'Messages arrive encrypted only. Recommended.',
  modeHint_compatible:
    'Messages arrive both encrypted and in plain text: for switching without interruption.',
  modeHint_plain: 'Messages arrive in plain text. Only the signature proves that they come from WeChat.',
  secretStored: 'Already set. Enter a new one to replace it.',
  generate: 'Generate',
  changeNote:
    'Change these here and in WeChat at the same time. WeChat must verify a new token or account again.',
  webhookHint:
    'On WeChat’s Developer Platform, open the message push settings (域名与消息推送配置). Enter this URL, the token and the key, and submit.',
  webhookHintOfMini:
    'At mp.weixin.qq.com, open the message push settings of the mini program (开发管理 → 消息推送). Enter this URL, the token and the key, and submit.',
  webhookUrl: 'Webhook URL',
  localUrl:
    'This address cannot be reached from the internet. That is fine with a simulated WeChat. Otherwise set PUBLIC_URL to Duihua’s public address.',
  sameMode: 'Select this encryption mode there: {{mode}}.',
  anyFormat: 'Either data format will do, JSON or XML.',
  tokenNotShown:
    'The token is no longer shown. If you do not have it, go back to step 2 and generate a new one.',
  detailsFirst: 'The account details are incomplete, so WeChat’s verification would fail.',
  toDetails: 'Go to step 2',
  waiting: 'Waiting for WeChat’s verification. This page updates automatically.',
  waitingHint:
    'If WeChat refuses to save: the token there must be the one saved here, and WeChat must be able to reach the URL.',
  verified: 'WeChat has verified the webhook: {{time}}',
  doneTitle: 'The account is connected',
  firstMessage:
    'Now write to the account in WeChat. Only a real message shows whether the original ID and the EncodingAESKey are right.',
  doneHint: 'New messages now arrive in the inbox. People can find the account in these ways:',
  doneHintOfMini:
    'New messages now arrive in the inbox. People write from the mini program: a page of it needs a button with open-type="contact".',
  findByCode: 'By QR code: create one, and see who came through it',
  findByCard: 'Through a contact card that someone shares',
  findBySearch: 'By searching for its name in WeChat',
  findByMoments: 'Through Moments',
  toChannel: 'Open the channel’s page',
} as const;

export const hints = {
  account: `At ${account}: AppID and original ID (原始 ID).`,
  keys: `At ${keys}: the AppSecret, shown only once when you enable or reset it, and the IP allowlist (API IP 白名单), one address or range per line.`,
  server: `At ${server}: enter these four together and submit.`,
  accountOfMini: `At ${miniProgram.account}: the original ID (原始 ID).`,
  keysOfMini: `At ${miniProgram.keys}: the AppID, the AppSecret (shown only once, when you generate or reset it) and the IP allowlist (API IP 白名单), at most ten addresses or ranges.`,
  serverOfMini: `At ${miniProgram.server}: enter these together and submit.`,
  openMini: 'Open mp.weixin.qq.com',
  open: 'Open the WeChat Developer Platform',
  before: `Until December 2025 these settings were at ${before}.`,
  row_appId: 'AppID',
  row_appSecret: 'AppSecret: reset to see it',
  row_allowlist: 'IP allowlist',
  row_originalId: 'Original ID',
  row_accountName: 'Account name',
  row_url: 'URL, from step 3',
  row_token: 'Token, from step 2',
  row_key: 'EncodingAESKey, from step 2',
  row_mode: 'Encryption mode',
  row_format: 'Data format: JSON or XML',
} as const;
