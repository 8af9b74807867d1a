/** The plan of a run: which fault comes when. Pure: the same seed and options give the same plan. */
import { randomFrom } from '../test/support/seeded-random';
import { LINE_NAMES, PROCESS_NAMES } from './desk/targets';

/** `kind:target`, such as `kill:worker-1`. */
export type FaultName = `${string}:${string}`;

export type PlannedFault = {
  readonly kind: string;
  readonly target: string;
  /** How long it lasts, ms; a process that was killed is down for so long. */
  readonly forMs: number;
  /** How long nothing more happens in this lane afterwards, ms. */
  readonly pauseMs: number;
  /** From 0 to 1, for what else the fault has to choose. */
  readonly draw: number;
};

export type PlanOptions = {
  readonly seed: number;
  readonly minutes: number;
  /** How long a process is frozen. */
  readonly stopSeconds: number;
  /** Only faults whose name begins with one of these, or whose target does; empty: all. */
  readonly only: readonly string[];
  /** Whether this machine lets us mount a small disk. */
  readonly hasSmallDisk: boolean;
};

export const LINE_KINDS = ['late', 'slow', 'hole', 'cut-line'] as const;
export const WECHAT_KINDS = [
  'down',
  'slow-answers',
  'cut-answers',
  'http-errors',
  'busy',
  'limit',
  'repeat',
  'reorder',
  'lost-tokens',
] as const;
export const BOT_KINDS = ['down', 'slow-answers', 'cut-answers', 'http-errors', 'garbage'] as const;
export const ENDPOINT_KINDS = ['down', 'slow-answers', 'cut-answers', 'http-errors'] as const;

/** What happens to processes and conversations: lane one. How often each is in a deck. */
const PROCESS_DECK: readonly (readonly [FaultName, number])[] = [
  ...PROCESS_NAMES.map((name) => [`kill:${name}`, 3] as const),
  ...PROCESS_NAMES.map((name) => [`stop:${name}`, 1] as const),
  ...PROCESS_NAMES.map((name) => [`term:${name}`, 1] as const),
  ['roll:all', 1],
  ['burst:replies', 1],
  ['burst:writes', 1],
];

/** What happens between processes, to WeChat and to the machine: lane two, at the same time. */
const NETWORK_DECK: readonly (readonly [FaultName, number])[] = [
  ...LINE_NAMES.flatMap((line) => LINE_KINDS.map((kind) => [`${kind}:${line}`, 1] as const)),
  ...WECHAT_KINDS.map((kind) => [`${kind}:wechat`, 2] as const),
  ['disk-full:api-2', 2],
  ['clock:api-2', 2],
];

/** What happens to the programs of others that the desk calls: lane three. */
const PARTNER_DECK: readonly (readonly [FaultName, number])[] = [
  ...BOT_KINDS.map((kind) => [`${kind}:bot`, 1] as const),
  ...ENDPOINT_KINDS.map((kind) => [`${kind}:endpoint`, 1] as const),
];

type Lane = {
  readonly deck: readonly (readonly [FaultName, number])[];
  /** Whether a deck begins with one card of each kind, so that all kinds come in a run of ten minutes. */
  readonly isByKind: boolean;
  /** How long nothing happens after each, ms: shortest, longest. */
  readonly pauseMs: readonly [number, number];
  /** Makes the seed of the lane. */
  readonly seedOf: (seed: number) => number;
};

/** A bot that fails for long is paused, and an event that fails twice waits for minutes: so they get time between faults. */
const LANES: readonly Lane[] = [
  { deck: PROCESS_DECK, isByKind: false, pauseMs: [500, 3_000], seedOf: (seed) => seed * 2 },
  { deck: NETWORK_DECK, isByKind: true, pauseMs: [500, 3_000], seedOf: (seed) => seed * 2 + 1 },
  { deck: PARTNER_DECK, isByKind: false, pauseMs: [4_000, 14_000], seedOf: (seed) => seed * 2 + 4_000_037 },
];

/** Every fault that there is. */
export const FAULT_NAMES: readonly FaultName[] = LANES.flatMap(({ deck }) => deck.map(([name]) => name));

/** How long things take beside their own time, on average: a start, for instance. */
const EXTRA_MS = 3_000;

/** Lanes that run at the same time, each one fault after the other. */
export function planFaults(options: PlanOptions): readonly (readonly PlannedFault[])[] {
  return LANES.map((lane) => planLane(lane, options));
}

function planLane(
  { deck, isByKind, pauseMs: [shortest, longest], seedOf }: Lane,
  { seed, minutes, stopSeconds, only, hasSmallDisk }: PlanOptions,
): readonly PlannedFault[] {
  const random = randomFrom(seedOf(seed));
  const deal = (): FaultName[] => {
    const cards = shuffle(chosen, random);
    return isByKind ? inRounds(cards) : cards;
  };
  const chosen = deck
    .filter(([name]) => only.length === 0 || only.some((one) => isMeant(name, one)))
    .filter(([name]) => hasSmallDisk || !name.startsWith('disk-full'))
    .flatMap(([name, count]) => Array.from({ length: count }, () => name));
  const planned: PlannedFault[] = [];
  let left = chosen.length === 0 ? 0 : minutes * 60_000;
  for (let cards = deal(); left > 0; cards = cards.length > 0 ? cards : deal()) {
    const [name = 'kill:api-1', ...rest] = cards;
    cards = rest;
    const [kind = '', target = ''] = name.split(':');
    const fault = {
      kind,
      target,
      forMs: Math.round(durationOf(kind, stopSeconds, random())),
      pauseMs: Math.round(shortest + random() * (longest - shortest)),
      draw: random(),
    };
    planned.push(fault);
    left -= fault.forMs + fault.pauseMs + EXTRA_MS;
  }
  return planned;
}

function isMeant(name: FaultName, one: string): boolean {
  return name.startsWith(one) || name.slice(name.indexOf(':') + 1).startsWith(one);
}

function durationOf(kind: string, stopSeconds: number, draw: number): number {
  switch (kind) {
    case 'kill':
      return draw * 2_000;
    case 'stop':
      return stopSeconds * 1_000;
    case 'term':
    case 'roll':
    case 'burst':
      return 0;
    case 'hole':
      return 2_000 + draw * draw * 28_000;
    default:
      return 3_000 + draw * 12_000;
  }
}

/** First one of each kind, then the next of each kind, and so on; otherwise in the order that they had. */
function inRounds(cards: readonly FaultName[]): FaultName[] {
  const dealt = new Map<string, number>();
  const rounds = cards.map((card) => {
    const [kind = card] = card.split(':');
    const round = dealt.get(kind) ?? 0;
    dealt.set(kind, round + 1);
    return { card, round };
  });
  return rounds.sort((one, other) => one.round - other.round).map(({ card }) => card);
}

function shuffle<T>(cards: readonly T[], random: () => number): T[] {
  return cards
    .map((card) => ({ card, key: random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ card }) => card);
}
