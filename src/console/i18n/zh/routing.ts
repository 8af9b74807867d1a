/** Who is rung for a brand’s conversations. */
export const routing = {
  saved: '已保存，进行中的会话立即生效。',
  who: '响铃方式',
  whoHint: '适用于该品牌的新会话和正在等待的会话。',
  mode: '有客户等待时',
  mode_ring_all: '全员响铃',
  about_ring_all: '客服组或品牌的所有客服都会响铃，先接待的人得到会话。',
  mode_offer: '逐一分配',
  about_offer:
    '每次只为一位可接待的客服响铃，无人接待再轮到下一位。其他客服可以在“等待中”看到会话，也可以接待。没有可接待的客服时，会话继续等待，不响铃。',
  offers: '分配规则',
  offersHint: '工作台已打开、状态为“在线”且未达到会话上限的客服，才会被分配会话。',
  order: '优先分配给',
  order_balanced: '会话最少的客服',
  about_balanced: '让工作量保持均衡。数量相同时，分配给最久没有被分配的客服。',
  order_round_robin: '轮流分配',
  about_round_robin: '分配给最久没有被分配的客服，不论其会话数量。',
  preferLast: '优先分配给熟悉客户的客服',
  preferLastHint: '上次接待该客户的客服如果可接待，会优先分配给该客服。',
  offerSeconds: '等待接待的时间',
  offerSecondsHint: '超时或暂不接待后，分配给下一位。同一位客服在这段时间内不会再次被分配该会话。',
  autoAttend: '直接分配，不询问',
  autoAttendHint: '客服不能选择暂不接待，会话立即由其接待。上限依然有效。',
  capacity: '同时接待的会话数',
  capacityHint: '适用于没有单独设置上限的客服。客服始终可以主动接待更多会话。',
  noLimit: '不限',
  skipOlder: '未接待超过此时间的会话不再分配',
  skipOlderHint: '这些会话留在“未接待”中，直到有人接待。',
  skipNone: '全部分配',
  return: '未及时回复的会话',
  returnHint: '客服没有回复时，会话回到等待中并重新响铃。只计算服务时间。',
  returnAfter: '多久后回到等待中',
  returnNever: '从不',
} as const;

/** Groups of operators within a brand. */
export const groups = {
  group: '客服组',
} as const;
