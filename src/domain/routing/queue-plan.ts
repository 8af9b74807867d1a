/** Which waiting conversations the free places are for, where operators serve several groups (docs/rules.md#76). */

/** An operator with free places. */
export type FreeOperator = {
  readonly operatorId: string;
  /** How many more conversations they may be offered; null: any number. */
  readonly places: number | null;
  readonly groupIds: readonly string[];
};

/** Some conversations that wait for the same operators. */
export type Waiting = {
  /** Null: for everyone. A group that nobody could serve is the caller's to replace. */
  readonly groupId: string | null;
  /** Operators who are not to be asked again yet. */
  readonly askedIds: readonly string[];
  readonly count: number;
};

export type QueuePlan = {
  /**
   * Gives a place to as many as possible of these, without taking any from those before: to how many. Those before may move to
   * other operators.
   */
  readonly add: (waiting: Waiting) => number;
  /** Operators, of those who may be asked for such a conversation, with a place that nobody so far needs. */
  readonly spareFor: (waiting: Omit<Waiting, 'count'>) => ReadonlySet<string>;
};

type Kind = { readonly operatorIds: readonly string[]; readonly given: Map<string, number> };

/**
 * Divides free places among conversations in the order in which they are added, so that one is left out only if those before
 * it leave it no place however they are divided.
 * @example one operator of two is in the group: a conversation for everyone leaves that one's place to a later one of the group
 */
export function createQueuePlan(operators: readonly FreeOperator[]): QueuePlan {
  const left = new Map(operators.map(({ operatorId, places }) => [operatorId, places ?? Infinity]));
  const kinds = new Map<string, Kind>();

  const operatorsFor = ({ groupId, askedIds }: Omit<Waiting, 'count'>): readonly string[] =>
    operators
      .filter(({ groupIds }) => groupId === null || groupIds.includes(groupId))
      .map(({ operatorId }) => operatorId)
      .filter((operatorId) => !askedIds.includes(operatorId));

  const kindOf = (waiting: Omit<Waiting, 'count'>): Kind => {
    const key = JSON.stringify([waiting.groupId, [...waiting.askedIds].sort()]);
    const known = kinds.get(key);
    if (known !== undefined) return known;
    const kind = { operatorIds: operatorsFor(waiting), given: new Map<string, number>() };
    kinds.set(key, kind);
    return kind;
  };

  /** Gives one place to a conversation of this kind; others move on to make room, each kind once. */
  const giveOne = (kind: Kind, passed: Set<Kind>): boolean => {
    passed.add(kind);
    const free = kind.operatorIds.find((operatorId) => (left.get(operatorId) ?? 0) > 0);
    const operatorId = free ?? kind.operatorIds.find((busy) => makeRoom(busy, passed));
    if (operatorId === undefined) return false;
    left.set(operatorId, (left.get(operatorId) ?? 0) - 1);
    kind.given.set(operatorId, (kind.given.get(operatorId) ?? 0) + 1);
    return true;
  };

  /** Moves one conversation from this operator to another one. */
  const makeRoom = (operatorId: string, passed: Set<Kind>): boolean => {
    for (const other of kinds.values()) {
      if ((other.given.get(operatorId) ?? 0) === 0 || passed.has(other) || !giveOne(other, passed)) continue;
      other.given.set(operatorId, (other.given.get(operatorId) ?? 0) - 1);
      left.set(operatorId, (left.get(operatorId) ?? 0) + 1);
      return true;
    }
    return false;
  };

  return {
    add(waiting) {
      const kind = kindOf(waiting);
      let given = 0;
      while (given < waiting.count && giveOne(kind, new Set())) given += 1;
      return given;
    },
    spareFor(waiting) {
      const spare = new Set([...left].filter(([, places]) => places > 0).map(([operatorId]) => operatorId));
      // Also who has a conversation that could move to somebody with a place to spare.
      for (let isMore = true; isMore; ) {
        isMore = false;
        for (const { operatorIds, given } of kinds.values()) {
          if (!operatorIds.some((operatorId) => spare.has(operatorId))) continue;
          for (const [operatorId, count] of given) {
            if (count === 0 || spare.has(operatorId)) continue;
            spare.add(operatorId);
            isMore = true;
          }
        }
      }
      return new Set(operatorsFor(waiting).filter((operatorId) => spare.has(operatorId)));
    },
  };
}
