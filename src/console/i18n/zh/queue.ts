/** Who waits for an operator. */
export const queue = {
  hint: '所有等待客服的客户，按分配顺序排列。',
  hintOwn: '等待您所在客服组的客户，以及未指定客服组的客户。',
  emptyHint: '等待客服和未接待的客户会显示在这里。',
  since: '已等待 {{time}}',
  asked: '已询问：{{names}}',
  formerOperator: '其他客服',
  allBrands: '全部品牌',
  allGroups: '全部客服组',
  available: '{{count}} 人中 {{number}} 人可接待',
  conversations: '个会话',
  offered: '分配中 {{number}}',
  pages: '分页',
  previous: '上一页',
  next: '下一页',
  range: '第 {{from}} 至 {{to}} 位',
} as const;
