import { createConversations } from '../../src/store/conversations/conversations';
import { rangeOf } from '../growth';
import { type FilledApi, p50InTurn, startFilledApi } from './filled-api';
import { plansOf, READS_WHOLE_TABLE } from './plans';
import type { Row } from './row';

const CALLS = 40;
const RARE_HITS = 50;
const BRANDS = 4;

const RARE = '冰裂纹';
const FREQUENT = '什么时候';
const ROUTES = {
  list: '/conversations?limit=50',
  stateList: '/conversations?limit=50&state=completed&state=waiting&channelId=channel-1',
  rare: `/conversations?limit=50&q=${encodeURIComponent(RARE)}`,
  frequent: `/conversations?limit=50&q=${encodeURIComponent(FREQUENT)}`,
} as const;

const WORDS = [
  '订单',
  '物流',
  '退款',
  '发票',
  '尺码',
  '优惠',
  '地址',
  '客服',
  'tracking',
  'invoice',
  '茶壶',
  '包装',
];

/**
 * Lists and search with `stored` conversations compared with a hundredth of them (and a tenth); throws if a query of the most reads
 * a whole table.
 */
export async function measureSearch(stored: number): Promise<Row> {
  const few = await measure(stored / 100);
  const some = await measure(stored / 10);
  const many = await measure(stored, assertIndexes);
  const range = rangeOf(stored, 'conversations');
  return {
    floor: {
      listP50: few.list,
      stateListP50: few.stateList,
      rareWordP50: few.rare,
      frequentWordP50: few.frequent,
    },
    duihua: {
      listP50: many.list,
      stateListP50: many.stateList,
      rareWordP50: many.rare,
      frequentWordP50: many.frequent,
    },
    growth: [
      {
        title: `search for a frequent word, ${range}`,
        unit: 'ms',
        values: [few.frequent, some.frequent, many.frequent],
      },
    ],
  };
}

async function measure(
  conversations: number,
  check?: (api: FilledApi) => Promise<void>,
): Promise<Record<keyof typeof ROUTES, number>> {
  const every = Math.ceil(conversations / RARE_HITS);
  const api = await startFilledApi({
    conversations,
    brands: BRANDS,
    textOf: (number) => {
      const words = [0, 5, 7].map((step) => WORDS[(number * 7 + step * number) % WORDS.length]).join('，');
      if (number % every === 0) return `请问这只杯子有${RARE}吗？${words}`;
      return number % 4 === 0 ? `${words}，${FREQUENT}能到？` : `您好，${words} ${number}`;
    },
  });
  try {
    await check?.(api);
    const names = Object.keys(ROUTES) as (keyof typeof ROUTES)[];
    const figures = await p50InTurn(
      CALLS,
      names.map((name) => () => api.get('token', ROUTES[name])),
    );
    const of = (name: keyof typeof ROUTES): number => figures[names.indexOf(name)] ?? Number.NaN;
    return { list: of('list'), stateList: of('stateList'), rare: of('rare'), frequent: of('frequent') };
  } finally {
    await api.close();
  }
}

async function assertIndexes({ database }: FilledApi): Promise<void> {
  const all = { brandIds: null } as const;
  const brands = { brandIds: ['brand-1', 'brand-3'] };
  for (const filter of [
    all,
    brands,
    { ...all, states: ['completed', 'active'] as const },
    { ...brands, states: ['waiting'] as const },
    { ...all, channelId: 'channel-1' },
    { ...all, operatorId: 'nobody' },
    { ...all, search: RARE },
    { ...brands, search: FREQUENT },
    { ...all, search: '杯' },
  ]) {
    const plans = await plansOf(database, (watched) =>
      createConversations(watched).list(filter, { before: null, limit: 51 }),
    );
    const bad = plans.find((plan) => READS_WHOLE_TABLE.test(plan));
    if (bad !== undefined)
      throw new Error(`A list of ${JSON.stringify(filter)} reads a whole table:\n${bad}`);
  }
}
