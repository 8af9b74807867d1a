/** Who is rung for a brand’s conversations. */
export const routing = {
  saved: '保存しました。進行中の会話にもすぐに適用されます。',
  who: '呼び出す相手',
  whoHint: 'このブランドの新しい会話と、今待っている会話に適用されます。',
  mode: 'お客様が待っているとき',
  mode_ring_all: '全員を呼び出す',
  about_ring_all: 'グループまたはブランドの全員を呼び出し、最初に対応した人の会話になります。',
  mode_offer: '1 人ずつ呼び出す',
  about_offer:
    '対応できる人を 1 人だけ呼び出し、応答がなければ次の人に移ります。ほかの人も「待機中」で会話を見て対応できます。対応できる人がいない間は誰も呼び出さず、会話は待機を続けます。',
  offers: '呼び出しのルール',
  offersHint:
    'コンソールを開いていて、対応状況が「オンライン」で、担当の会話が上限に達していない人を呼び出します。',
  order: '先に呼び出す人',
  order_balanced: '担当の会話が最も少ない人',
  about_balanced: '負担を均等にします。同数の場合は、呼び出しから最も時間がたっている人です。',
  order_round_robin: '順番に',
  about_round_robin: '担当の件数にかかわらず、呼び出しから最も時間がたっている人です。',
  preferLast: '前回の担当者を優先する',
  preferLastHint: 'そのお客様に最後に対応した人が対応できるときは、先に呼び出します。',
  offerSeconds: '応答を待つ時間',
  offerSecondsHint:
    '時間切れか見送りになると、次の人を呼び出します。同じ人は、この時間がたつまで同じ会話では呼び出されません。',
  autoAttend: '確認せずに担当にする',
  autoAttendHint: '見送りはできず、すぐに担当になります。上限は守られます。',
  capacity: '同時に担当する会話数',
  capacityHint:
    '個別の上限がないオペレーターに適用されます。自分から対応する会話は、いつでも上限を超えられます。',
  noLimit: '上限なし',
  skipOlder: '未対応になってから次の時間が過ぎた会話は呼び出さない',
  skipOlderHint: '該当する会話は、誰かが対応するまで「未対応」に残ります。',
  skipNone: 'すべて呼び出す',
  return: '返信のない会話',
  returnHint: '担当者が返信しないと、会話は待機中に戻り、再び呼び出されます。営業時間だけを数えます。',
  returnAfter: '待機中に戻すまでの時間',
  returnNever: '戻さない',
} as const;

/** Groups of operators within a brand. */
export const groups = {
  group: 'グループ',
  hint: 'グループは、営業やサポートなど、ブランドのオペレーターの一部です。グループ宛ての会話はそのメンバーを呼び出します。会話はブランドの全員に見えます。',
  add: 'グループを作成',
  empty: 'グループはまだありません',
  emptyHint: 'グループがない場合は、ブランドの全員を呼び出します。',
  nobody: 'メンバーなし：ブランドの全員を呼び出します',
  channels: 'チャネル：{{names}}',
  changeTitle: '{{name}} を編集',
  brand: 'ブランド',
  brandRule: 'ブランドを選択してください。',
  nameHint: '一覧や転送のときに表示されます。',
  members: 'メンバー',
  membersHint: 'ブランドのメンバーから選びます。1 人が複数のグループに入れます。',
  delete: '削除',
  deleteTitle: '{{name}} を削除しますか？',
  deleteHint: '進行中の会話と QR コードは、{{brand}} の全員が対象になります。失われるものはありません。',
  deleteChannels: '次のチャネルも同様です：{{names}}。',
} as const;
