/** A channel's row, and the channel as the rest of the program sees it. */
import type { ChannelKind } from '../../domain/channel-kinds';
import type { Routing } from '../../domain/routing/routing';
import type { SecretBox } from '../../platform/secrets/secret-box';
import { toMs, toMsOrNull } from '../engine/rows';
import { parseRouting } from '../routing/stored-routing';
import type { channels } from '../schema/channels';
import { type DeskSettings, parseDeskSettings } from './channel-settings';

export type ChannelRow = typeof channels.$inferSelect;

export const ENCRYPTION_MODES = ['plain', 'compatible', 'safe'] as const;
export type EncryptionMode = (typeof ENCRYPTION_MODES)[number];

/** `draft`: it is not complete yet; `deleted`: kept only for its transcripts. */
export type ChannelStatus = ChannelRow['status'];

/** A connected Official Account or mini program, without its secrets. */
export type Channel = {
  readonly id: string;
  readonly brandId: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly status: ChannelStatus;
  /** Null only in a draft; so are `appId` and the secrets. */
  readonly originalId: string | null;
  readonly appId: string | null;
  readonly encryption: EncryptionMode;
  readonly settings: DeskSettings;
  /** Rises with every change of `settings`, `groupId`, and the brand's routing or hours. */
  readonly settingsVersion: number;
  /** The group that new conversations are for; null: all members of the brand. */
  readonly groupId: string | null;
  /** The brand's. */
  readonly routing: Routing;
  /** It has opening hours, of its own or the brand's. */
  readonly hasHours: boolean;
  readonly ipAllowlistConfirmed: boolean;
  readonly hasAppSecret: boolean;
  readonly hasToken: boolean;
  readonly hasEncodingAesKey: boolean;
  /** When WeChat verified the webhook, in epoch ms; null: not yet. */
  readonly verifiedAt: number | null;
  /** Epoch ms. */
  readonly createdAt: number;
};

/** In plain text: only for the webhook and calls to WeChat, never for an answer, a log or a history. */
export type ChannelSecrets = {
  readonly appSecret: string | null;
  readonly token: string | null;
  readonly encodingAesKey: string | null;
};

/** A previous token, key or mode: one of the three, the others null. */
export type FormerSecret = {
  readonly token: string | null;
  readonly encodingAesKey: string | null;
  readonly encryption: EncryptionMode | null;
  /** From the database's clock at the time of reading, on the scale of `performance.now()`, which never jumps. */
  readonly takenUntil: number;
};

export type ChannelWithSecrets = {
  readonly channel: Channel;
  readonly secrets: ChannelSecrets;
  /** Credentials that were replaced within the last day, the newest first: still accepted. */
  readonly former: readonly FormerSecret[];
};

/** The columns of the secrets. */
export const SECRET_COLUMNS = {
  appSecret: 'appSecretSealed',
  token: 'tokenSealed',
  encodingAesKey: 'encodingAesKeySealed',
} as const satisfies Record<keyof ChannelSecrets, keyof ChannelRow>;

const PURPOSES: Readonly<Record<keyof ChannelSecrets, string>> = {
  appSecret: 'channels.app_secret',
  token: 'channels.token',
  encodingAesKey: 'channels.encoding_aes_key',
};

/** The row as a {@link Channel}. */
export function toChannel(row: ChannelRow): Channel {
  const { id, brandId, name, kind, status, originalId, appId, encryption, settingsVersion } = row;
  return {
    id,
    brandId,
    name,
    kind,
    status,
    originalId,
    appId,
    encryption,
    settings: parseDeskSettings(row.settings),
    settingsVersion,
    groupId: row.groupId,
    routing: parseRouting(row.routing),
    hasHours: row.hasHours,
    ipAllowlistConfirmed: row.ipAllowlistConfirmed,
    hasAppSecret: row.appSecretSealed !== null,
    hasToken: row.tokenSealed !== null,
    hasEncodingAesKey: row.encodingAesKeySealed !== null,
    verifiedAt: toMsOrNull(row.verifiedAt),
    createdAt: toMs(row.createdAt),
  };
}

/** The secrets of a row, opened. */
export function openSecrets(row: ChannelRow, secretBox: SecretBox): ChannelSecrets {
  const open = (name: keyof ChannelSecrets) => openSecret(secretBox, name, row.id, row[SECRET_COLUMNS[name]]);
  return { appSecret: open('appSecret'), token: open('token'), encodingAesKey: open('encodingAesKey') };
}

/** Opens a secret that {@link sealSecret} has sealed; null stays null. */
export function openSecret(
  secretBox: SecretBox,
  name: keyof ChannelSecrets,
  id: string,
  sealed: string | null,
): string | null {
  return sealed === null ? null : secretBox.open(PURPOSES[name], id, sealed);
}

/** Seals one secret of the channel `id`. */
export function sealSecret(
  secretBox: SecretBox,
  name: keyof ChannelSecrets,
  id: string,
  clear: string,
): string {
  return secretBox.seal(PURPOSES[name], id, clear);
}
