export const contacts = {
  title: '联系人',
  hint: '所有给您的公众号发过消息或关注了公众号的人。',
  search: '搜索姓名、备注名和标签',
  channel: '渠道',
  subscribed: '是否关注',
  subscribed_true: '已关注',
  subscribed_false: '未关注',
  blocked: '是否拉黑',
  blocked_true: '已拉黑',
  blocked_false: '未拉黑',
  open: '打开会话',
  noConversation: '该联系人还没有会话。',
  empty: '没有找到联系人',
  emptyHint: '请调整搜索词或筛选条件。',
} as const;

export const tags = {
  hint: '所有品牌中联系人和会话的标签。更改会立即在各处生效。',
  empty: '暂无标签',
  emptyHint: '客服可以为联系人添加标签，也可以为多个会话批量添加。',
  uses: '联系人：{{contacts}} · 会话：{{conversations}}',
  rename: '重命名',
  renameTitle: '重命名“{{tag}}”',
  mergeHint: '如果已有同名标签，两个标签将合并。',
  delete: '删除',
  deleteTitle: '删除标签“{{tag}}”？',
  deleteHint: '将从 {{contacts}} 位联系人和 {{conversations}} 个会话中移除，且无法恢复。',
} as const;
