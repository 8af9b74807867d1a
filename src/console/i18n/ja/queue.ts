/** Who waits for an operator. */
export const queue = {
  hint: 'オペレーターを待っているお客様の一覧です。呼び出す順に並んでいます。',
  hintOwn: 'あなたのグループを待っているお客様と、グループの指定がないお客様の一覧です。',
  emptyHint: 'オペレーターを待っているお客様や、未対応のお客様がここに表示されます。',
  since: '待ち時間 {{time}}',
  asked: '呼び出し済み：{{names}}',
  formerOperator: 'ほかのオペレーター',
  allBrands: 'すべてのブランド',
  allGroups: 'すべてのグループ',
  available: '{{count}} 人中 {{number}} 人が対応可能',
  conversations: '件の会話',
  offered: '呼び出し中 {{number}} 件',
  pages: 'ページ',
  previous: '前へ',
  next: '次へ',
  range: '{{from}}～{{to}} 番目',
} as const;
