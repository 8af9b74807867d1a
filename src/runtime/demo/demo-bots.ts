import type { Rule } from '../../domain/bots/rules/rules';
import type { Bots } from '../../store/bots/bots';
import { SYSTEM } from '../../store/people/audit-log';

/** Where the simulator stands in for a language model. */
const MODEL_PATH = '/model/v1';

/** What the demo's bot of rules says: in two languages, because nobody knows who tries it. */
const RULES: readonly Rule[] = [
  {
    id: 'shipping',
    when: {
      menuId: 'shipping',
      keywords: ['发货', '订单', '快递', 'order', 'ship', '注文', '届き'].map((text) => ({
        text,
        match: 'contains' as const,
      })),
    },
    reply: [
      {
        type: 'text',
        text: '订单在付款后 24 小时内发出，快递通常两天送达。需要人工服务请回复“人工”。\nOrders leave within 24 hours and take about two days. For a person, write “human”.',
      },
    ],
    // biome-ignore lint/suspicious/noThenProperty: a field of rules.
    then: 'stay',
  },
  {
    id: 'person',
    when: { menuId: 'person' },
    reply: [{ type: 'text', text: '好的，正在为您转接人工客服。\nOne moment, a person will be with you.' }],
    // biome-ignore lint/suspicious/noThenProperty: a field of rules.
    then: 'handover',
  },
  {
    id: 'menu',
    when: { any: true },
    reply: [
      {
        type: 'msgmenu',
        head: '您好，我是按规则回复的演示机器人。请选择：\nHello, I am a demo bot that answers by rules. Please choose:',
        items: [
          { id: 'shipping', text: '什么时候发货？ When does my order ship?' },
          { id: 'person', text: '人工客服 A person, please' },
        ],
      },
    ],
    // biome-ignore lint/suspicious/noThenProperty: a field of rules.
    then: 'stay',
  },
];

/**
 * The bots that can be tried without any key: one of rules, and one that asks the simulator's stand-in for a language
 * model. They are made together with the sandbox (`isNew`); later only the simulator's address is kept up to date, so
 * that what an administrator changes or deletes stays so.
 */
export async function ensureDemoBots(options: {
  readonly bots: Pick<Bots, 'list' | 'create' | 'change'>;
  readonly brandId: string;
  readonly simulatorUrl: string;
  readonly isNew: boolean;
}): Promise<void> {
  const { bots, brandId, simulatorUrl, isNew } = options;
  const baseUrl = `${simulatorUrl}${MODEL_PATH}`;
  if (isNew) {
    const rules = { kind: 'rules', name: 'Demo bot', aiLabel: false, fields: { rules: RULES } };
    const model = {
      kind: 'openai',
      name: 'Simulated model',
      aiLabel: true,
      fields: {
        baseUrl,
        model: 'stand-in',
        systemPrompt: '',
        temperature: null,
        historyMessages: 12,
        vision: false,
        transcription: null,
      },
    };
    await bots.create({ brandId, ...rules, secrets: {} }, SYSTEM);
    await bots.create({ brandId, ...model, secrets: {} }, SYSTEM);
    return;
  }
  const { items } = await bots.list([brandId], { limit: 100 });
  for (const { id, name, aiLabel, fields } of items) {
    const before = fields['baseUrl'];
    if (!isStandIn(before) || before === baseUrl) continue;
    await bots.change(id, { name, aiLabel, fields: { ...fields, baseUrl } }, { fields: ['baseUrl'] }, SYSTEM);
  }
}

/** Whether an address is that of a simulator on this machine, which may have had another port. */
function isStandIn(address: unknown): boolean {
  return typeof address === 'string' && /^http:\/\/127\.0\.0\.1:\d+\/model\/v1$/.test(address);
}
