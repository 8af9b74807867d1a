import type { AskBot } from '../../bots/ask';
import { type BotBody, type BotKind, botChangeFields, botRoutes } from '../../contracts/bots/bot';
import type { Rule } from '../../domain/bots/rules/rules';
import { openAt } from '../../domain/hours/open-times';
import { ADDRESS_FAULT_SENTENCES } from '../../platform/network/egress-policy';
import type { GuardedClient } from '../../platform/network/guarded-client';
import { makeSiqKeys } from '../../platform/secrets/siq-keys';
import { clockOf } from '../../platform/time-zone';
import type { Bot, Bots } from '../../store/bots/bots';
import type { HoursStore } from '../../store/hours/hours';
import type { GroupStore } from '../../store/routing/groups';
import type { Named } from '../access/conversation-access';
import { requireGroup } from '../access/group-access';
import { auditActorOf } from '../middleware/actor';
import { toIso } from '../present/times';
import { conflict, invalidField, orNotFound, parseRequest } from '../problems';
import { pageOf } from '../request';
import { finding, implement, type Route } from '../route';
import { addressesIn, changedFields, changedSecrets, refuseMovedKeys, splitSecrets } from './bot-values';
import { tryBot } from './try-bot';

type Deps = {
  readonly bots: Bots;
  readonly askBot: AskBot;
  readonly hours: Pick<HoursStore, 'ofBrand'>;
  readonly groups: Pick<GroupStore, 'find'>;
  readonly checkAddress: GuardedClient['check'];
  readonly clock: () => number;
};
type Warnings = BotBody['warnings'];

/** Bots: administrators make, change and try them. */
export function createBotRoutes({
  bots,
  askBot,
  hours,
  groups,
  checkAddress,
  clock,
}: Deps): readonly Route[] {
  const requested = async ({ params, viewer }: Named) =>
    orNotFound(await bots.find(params.id, viewer.brandIds));

  /** Refuses addresses that may not be called, and warns of those that nobody knows yet. */
  const checked = async (fields: Readonly<Record<string, unknown>>): Promise<Warnings> => {
    const warnings: Warnings = [];
    for (const [path, address] of addressesIn(fields)) {
      const check = await checkAddress(address);
      if (check.type === 'refused')
        throw invalidField(path, ADDRESS_FAULT_SENTENCES[check.fault], check.fault);
      if (check.type === 'unresolved')
        warnings.push({ path, message: 'has a name that cannot be resolved now' });
    }
    return warnings;
  };

  /** Refuses rules that hand over to a group of another brand. */
  const requireGroups = async (rules: readonly Rule[], brandId: string): Promise<void> => {
    for (const [index, { groupId = null }] of rules.entries())
      await requireGroup({ groups }, { path: `rules.${index}.groupId`, id: groupId, brandId });
  };

  return implement(botRoutes)({
    async listBots({ viewer, query }) {
      const { items, nextCursor } = await bots.list(viewer.brandIds, pageOf(query));
      return { items: items.map((bot) => present(bot)), nextCursor };
    },
    async createBot({ viewer, body, request }) {
      const { kind, brandId, name, aiLabel = kind === 'openai' || kind === 'dify', ...given } = body;
      if (!viewer.brandIds.includes(brandId)) throw invalidField('brandId', 'is no brand');
      if ('rules' in given) await requireGroups(given.rules, brandId);
      const { fields, secrets } = splitSecrets(given);
      const warnings = await checked(fields);
      const bot = { brandId, kind, name, aiLabel, fields, secrets: changedSecrets({}, secrets) ?? {} };
      return present(await bots.create(bot, auditActorOf(request)), warnings);
    },
    getBot: finding(requested, ({ found }) => present(found)),
    changeBot: finding(requested, async ({ found, body, request }) => {
      const { name, aiLabel, ...given } = parseRequest(botChangeFields[found.kind as BotKind], body);
      if ('rules' in given) await requireGroups(given.rules ?? [], found.brandId);
      const { fields: changes, secrets } = splitSecrets(given);
      const changed = changedFields(body, { before: found.secretNames, given: secrets });
      if (changed.fields.length === 0) return present(found);
      const fields = { ...found.fields, ...changes };
      refuseMovedKeys(found, { fields }, secrets);
      const warnings = await checked(changes);
      const stored = orNotFound(await bots.findWithSecrets(found.id));
      const after = changedSecrets(stored.secrets.reveal(), secrets);
      const change = {
        name: name ?? found.name,
        aiLabel: aiLabel ?? found.aiLabel,
        fields,
        ...(after === undefined ? {} : { secrets: after }),
      };
      return present(
        orNotFound(await bots.change(found.id, change, changed, auditActorOf(request))),
        warnings,
      );
    }),
    deleteBot: finding(requested, async ({ found, request }) => {
      if (!(await bots.remove(found.id, auditActorOf(request)))) orNotFound(null);
    }),
    tryBot: finding(requested, async ({ found, body, response }) => {
      const { bot, secrets } = orNotFound(await bots.findWithSecrets(found.id));
      const ending = new AbortController();
      response.once('close', () => ending.abort(new Error('Nobody waits for the answer any more.')));
      const now = clock();
      const ofBrand = (await hours.ofBrand(bot.brandId))?.hours ?? null;
      const startedAt = performance.now();
      const { parts, handover } = await tryBot(askBot, { ...bot, secrets }, body, {
        now,
        isOutOfHours: !openAt(ofBrand, now, clockOf),
        signal: ending.signal,
      });
      return { parts: [...parts], handover, ms: Math.round(performance.now() - startedAt) };
    }),
    makeBotKeys: finding(requested, async ({ found, request }) => {
      if (found.kind !== 'salesiq')
        throw conflict('Only a bot of the kind salesiq has a key pair.', 'wrong_kind');
      const { publicKey, privateKey } = await makeSiqKeys();
      const change = { ...found, fields: { ...found.fields, publicKey }, secrets: { privateKey } };
      orNotFound(await bots.change(found.id, change, { fields: ['keys'] }, auditActorOf(request)));
      return { publicKey };
    }),
  });
}

function present({ fields, secretNames, createdAt, kind, ...bot }: Bot, warnings: Warnings = []): BotBody {
  const publicKey = kind === 'salesiq' ? { publicKey: null } : {};
  const shown = { ...publicKey, ...fields } as Partial<BotBody>;
  const storedSecrets = [...secretNames];
  return { ...shown, ...bot, kind: kind as BotKind, storedSecrets, warnings, createdAt: toIso(createdAt) };
}
