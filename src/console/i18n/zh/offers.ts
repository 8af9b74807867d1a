/** Conversations that are offered to the reader. */
export const offers = {
  title: '分配给您的会话',
  decline: '暂不接待',
  begin: '{{name}}已分配给您，请在 {{time}}内接待。',
  end_attended: '{{operator}}已接待{{name}}。',
  end_closed: '与{{name}}的会话已结束。',
  end_ran_out: '接待{{name}}的时间已到。',
  end_taken_back: '{{name}}已不再分配给您。',
  end_declined: '已选择暂不接待{{name}}。',
  to: '正在分配给{{name}}，剩余 {{time}}',
  toYou: '正在分配给您，剩余 {{time}}',
} as const;
