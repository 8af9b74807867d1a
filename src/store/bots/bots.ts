/** Bots: what each kind is asked with, and its secrets (sealed). */
import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { newId } from '../../platform/ids';
import { Secret } from '../../platform/secrets/secret';
import type { SecretBox } from '../../platform/secrets/secret-box';
import { forgetFailuresOfBot } from '../channels/bot-failures';
import { CHANNELS_NOTICE } from '../channels/channels';
import type { Database, Db } from '../engine/database-types';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { toMs } from '../engine/rows';
import { columnsAs, namesOf, sql } from '../engine/sql';
import { type AuditActor, appendAudit } from '../people/audit-log';
import { bots } from '../schema/bots';
import { channels } from '../schema/channels';
import { botIdOf, conversations, mayHaveBot } from '../schema/conversations';

/** A secret by its name, e.g. `apiKey`. */
export type BotSecrets = Readonly<Record<string, string>>;

export type Bot = {
  readonly id: string;
  readonly brandId: string;
  readonly name: string;
  readonly kind: string;
  readonly aiLabel: boolean;
  /** Those of its kind, without secrets. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The names of the secrets that are set. */
  readonly secretNames: readonly string[];
  /** Epoch ms. */
  readonly createdAt: number;
};

export type BotChange = {
  readonly name: string;
  readonly aiLabel: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
  /** All secrets, in place of those that were there; left out: they stay. */
  readonly secrets?: BotSecrets;
};

/** What the audit log says of a change. */
export type ChangedFields = {
  /** The names of fields and secrets that were given. */
  readonly fields: readonly string[];
  /** Those of secrets that are gone. */
  readonly removed?: readonly string[];
};

export type Bots = {
  /** The bots of these brands, oldest first. */
  readonly list: (brandIds: readonly string[], page: PageRequest) => Promise<Page<Bot>>;
  /** A bot of one of these brands; null if there is none. */
  readonly find: (id: string, brandIds: readonly string[]) => Promise<Bot | null>;
  /** With its secrets, for asking it; null if there is none. */
  readonly findWithSecrets: (
    id: string,
  ) => Promise<{ readonly bot: Bot; readonly secrets: Secret<BotSecrets> } | null>;
  readonly create: (bot: BotChange & Pick<Bot, 'brandId' | 'kind'>, by: AuditActor) => Promise<Bot>;
  /** Writes all fields, and audits `changed`; null if there is none. */
  readonly change: (
    id: string,
    change: BotChange,
    changed: ChangedFields,
    by: AuditActor,
  ) => Promise<Bot | null>;
  /** Also from the channels that name it; its open conversations go to people. False: there is none. */
  readonly remove: (id: string, by: AuditActor) => Promise<boolean>;
};

const PURPOSE = 'bots.secrets';
const c = columnsAs(conversations, 'c');
const fieldsSchema = z.record(z.string(), z.unknown());
const namesSchema = z.array(z.string());
const secretsSchema = z.record(z.string(), z.string());

type Row = typeof bots.$inferSelect;

/** The bots in `database`. */
export function createBots(
  { db }: Pick<Database, 'db'>,
  { secretBox }: { readonly secretBox: SecretBox },
): Bots {
  const sealed = (id: string, secrets: BotSecrets) => {
    const secretNames = Object.keys(secrets).sort();
    const secretsSealed =
      secretNames.length === 0 ? null : secretBox.seal(PURPOSE, id, JSON.stringify(secrets));
    return { secretNames, secretsSealed };
  };
  return {
    async list(brandIds, { limit, after }) {
      const rows = await db
        .select()
        .from(bots)
        .where(
          and(inArray(bots.brandId, [...brandIds]), after === undefined ? undefined : gt(bots.id, after)),
        )
        .orderBy(asc(bots.id))
        .limit(limit + 1);
      return toPage(rows.map(toBot), limit);
    },
    async find(id, brandIds) {
      const [row] = await db
        .select()
        .from(bots)
        .where(and(eq(bots.id, id), inArray(bots.brandId, [...brandIds])));
      return row === undefined ? null : toBot(row);
    },
    async findWithSecrets(id) {
      const [row] = await db.select().from(bots).where(eq(bots.id, id));
      if (row === undefined) return null;
      const clear = row.secretsSealed === null ? '{}' : secretBox.open(PURPOSE, id, row.secretsSealed);
      return { bot: toBot(row), secrets: new Secret(secretsSchema.parse(JSON.parse(clear))) };
    },
    create: ({ brandId, kind, name, aiLabel, fields, secrets = {} }, by) =>
      db.transaction(async (tx) => {
        const id = newId();
        const values = { id, brandId, kind, name, aiLabel, fields, ...sealed(id, secrets) };
        const [row] = await tx.insert(bots).values(values).returning();
        if (row === undefined) throw new Error('The insert of a bot returned no row.');
        await appendAudit(tx, by, { action: 'bot.created', target: { type: 'bot', id } });
        return toBot(row);
      }),
    change: (id, { name, aiLabel, fields, secrets }, changed, by) =>
      db.transaction(async (tx) => {
        const values = { name, aiLabel, fields, ...(secrets === undefined ? {} : sealed(id, secrets)) };
        const [row] = await tx.update(bots).set(values).where(eq(bots.id, id)).returning();
        if (row === undefined) return null;
        await forgetFailuresOfBot(tx, id, by);
        await appendAudit(tx, by, { action: 'bot.changed', target: { type: 'bot', id }, details: changed });
        return toBot(row);
      }),
    remove: (id, by) =>
      db.transaction(async (tx) => {
        const gone = await tx.delete(bots).where(eq(bots.id, id)).returning({ id: bots.id });
        if (gone.length === 0) return false;
        await forgetInChannels(tx, id);
        await appendAudit(tx, by, { action: 'bot.deleted', target: { type: 'bot', id } });
        return true;
      }),
  };
}

/** Channels that name the bot begin without one; all processes learn of it, and of its open conversations. */
async function forgetInChannels(tx: Db, botId: string): Promise<void> {
  const channel = namesOf(channels);
  await tx.execute(
    sql`with named as (
          update ${channels} set ${channel.settings} = jsonb_set(${channels.settings}, '{bot,botId}', 'null'),
            ${channel.settingsVersion} = ${channels.settingsVersion} + 1
          where ${channels.settings} #>> '{bot,botId}' = ${botId} returning ${channels.id} as id
        ), told as (
          select id from named union select ${c.channelId} from ${conversations} c
          where ${mayHaveBot(c)} and ${botIdOf(c)} = ${botId}
        ) select pg_notify(${CHANNELS_NOTICE}, id) from told`,
  );
}

function toBot({ id, brandId, name, kind, aiLabel, fields, secretNames, createdAt }: Row): Bot {
  return {
    id,
    brandId,
    name,
    kind,
    aiLabel,
    fields: fieldsSchema.parse(fields),
    secretNames: namesSchema.parse(secretNames),
    createdAt: toMs(createdAt),
  };
}
