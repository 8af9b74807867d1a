/** Retention, exports and imports. */
export const retention = {
  title: '保存期間',
  hint: 'ずっとは保存しないもの。記録・日時・件数は残ります。法的保全中の連絡先は、すべて保持されます。',
  messagesDays: '会話の文面を削除するまでの日数',
  messagesDaysHint: '会話の完了から数えます。進行中の会話は対象外です。削除したものは元に戻せません。',
  filesDays: 'ファイルを削除するまでの日数',
  filesDaysHint: '完了した会話の画像・音声・動画です。ほかの会話で使われているファイルは残ります。',
  forEver: '無期限に保存',
  days: '日',
  eraseOnUnfollow: 'フォロー解除した連絡先を消去',
  eraseOnUnfollowHint: 'すでにフォロー解除した連絡先も含みます。会話は先に完了します。',
};

export const contactExport = {
  title: 'データをエクスポート',
  withNotes: '社内メモを含める',
};

export const imports = {
  open: 'インポート…',
  'title_canned-replies': '定型文をインポート',
  title_operators: 'オペレーターをインポート',
  title_tags: '連絡先のタグをインポート',
  'columns_canned-replies': '列 shortcut と text を持つ CSV ファイル。folder 列は任意です。',
  columns_operators:
    '列 name と email を持つ CSV ファイル。role と brands（複数の名前は ; で区切る）は任意です。パスワードは設定されないため、あとで招待してください。',
  columns_tags:
    '列 openId と tags（複数のタグは ; で区切る）を持つ CSV ファイル。連絡先の今のタグに追加されます。',
  file: 'ファイル',
  brand: 'ブランド',
  channel: 'チャネル',
  run: 'インポート',
  done: '{{lines}} 行をインポートしました',
  preview: '新規：{{created}} · 変更：{{changed}} · 変更なし：{{unchanged}} · エラー：{{errors}}',
  lines: 'ファイルの各行',
  line: '行',
  key: '対象',
  outcome: '結果',
  detail: '詳細',
  status_created: '新規',
  status_changed: '変更',
  status_unchanged: '変更なし',
  status_error: 'エラー',
  code_invalid: '内容が正しくありません',
  code_wrong_columns: '列の数が見出しと違います',
  code_duplicate: 'ファイル内で重複',
  code_taken: 'すでに存在します',
  code_unknown_brand: 'ブランドがありません',
  code_unknown_contact: '連絡先がありません',
  code_too_many_tags: 'タグが多すぎます',
};
