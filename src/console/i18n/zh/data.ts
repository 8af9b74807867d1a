/** Retention, exports and imports. */
export const retention = {
  title: '数据保留',
  hint: '哪些内容不会永久保存。记录、时间和计数会保留；处于依法保留状态的联系人，其全部数据都会保留。',
  messagesDays: '多久后删除会话文字',
  messagesDaysHint: '从会话结束时起计算，进行中的会话不受影响。删除后无法恢复。',
  filesDays: '多久后删除文件',
  filesDaysHint: '已结束会话中的图片、语音和视频。其他会话仍在使用的文件会保留。',
  forEver: '永久保存',
  days: '天',
  eraseOnUnfollow: '取消关注后清除联系人',
  eraseOnUnfollowHint: '也包括此前已取消关注的联系人。会先结束其会话。',
};

export const contactExport = {
  title: '导出数据',
  withNotes: '包含内部备注',
};

export const imports = {
  open: '导入…',
  'title_canned-replies': '导入快捷回复',
  title_operators: '导入客服人员',
  title_tags: '导入联系人标签',
  'columns_canned-replies': 'CSV 文件，包含 shortcut、text 列，可选 folder 列。',
  columns_operators:
    'CSV 文件，包含 name、email 列，可选 role 和 brands 列（多个品牌名称用 ; 分隔）。导入的人员没有密码，请随后邀请他们。',
  columns_tags: 'CSV 文件，包含 openId、tags 列（多个标签用 ; 分隔）。这些标签会添加到联系人已有的标签中。',
  file: '文件',
  brand: '品牌',
  channel: '渠道',
  run: '导入',
  done: '已导入 {{lines}} 行',
  preview: '新增：{{created}} · 更改：{{changed}} · 不变：{{unchanged}} · 有误：{{errors}}',
  lines: '文件中的各行',
  line: '行',
  key: '对象',
  outcome: '结果',
  detail: '详情',
  status_created: '新增',
  status_changed: '更改',
  status_unchanged: '不变',
  status_error: '有误',
  code_invalid: '内容无效',
  code_wrong_columns: '列数与表头不一致',
  code_duplicate: '文件中重复',
  code_taken: '已存在',
  code_unknown_brand: '品牌不存在',
  code_unknown_contact: '联系人不存在',
  code_too_many_tags: '标签过多',
};
