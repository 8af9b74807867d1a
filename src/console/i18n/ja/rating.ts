export const rating = {
  title: '評価',
  hint: '選択肢付きのメッセージで、会話の評価を 1 回だけ依頼します。上限の最後の 1 件も使います。オペレーターはいつでも手動で依頼できます。',
  enabled: 'オペレーターが会話を完了したときに依頼する',
  onAutomaticClose: '時間切れで完了したときも依頼する',
  text: '質問',
  options: '選択肢',
  optionsHint: '数字が点数です。空欄の選択肢は表示しません。',
  optionLabel: '{{score}} 点の文言',
  tooFew: '選択肢を {{min}} つ以上入力してください。',
  thanks: 'お礼',
  thanksHint: '最初に選ばれたときに 1 回だけ送ります。空欄なら送りません。',
  below: 'この点数を下回ったら理由を尋ねる',
  belowNone: '尋ねない',
  belowHint:
    '低い点数のあと 10 分以内に届いた次のテキストを評価のコメントとして保存します。新しい会話は始まりません。',
  reason: '理由を尋ねる文',
  reasonHint: '低い点数のあとに 1 回だけ送ります。空欄なら送りません。',
} as const;
