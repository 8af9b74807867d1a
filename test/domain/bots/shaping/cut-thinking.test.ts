import { cutThinking } from '../../../../src/domain/bots/shaping/cut-thinking';

test.each([
  ['<think>他问价格</think>99 元', '99 元'],
  ['<THINKING>\n嗯\n</THINKING >99 元', '99 元'],
  ['好<think>a</think>的<thinking>b</thinking>！', '好的！'],
  ['好<think>还没想完', '好'],
  ['想完了</think>99 元', '99 元'],
  ['<think>a<think>b</think>c</think>99 元', '99 元'],
  ['I think so', 'I think so'],
  ['<thinker>好</thinker>', '<thinker>好</thinker>'],
])('%j is %j', (answer, kept) => {
  expect(cutThinking(answer)).toBe(kept);
});
