/** A channel's row and what it means outside of this folder. */
import type { SecretBox } from '../platform/secret-box';
import { type DeskSettings, parseDeskSettings } from './channel-settings';
import type { channels } from './schema/administration';

export type ChannelRow = typeof channels.$inferSelect;

export const ENCRYPTION_MODES = ['plain', 'compatible', 'safe'] as const;
export type EncryptionMode = (typeof ENCRYPTION_MODES)[number];

/** `draft`: something is missing to run it; `deleted`: kept for its transcripts only. */
export type ChannelStatus = ChannelRow['status'];

/** A connected Official Account, without its secrets. */
export type Channel = {
  readonly id: string;
  readonly brandId: string;
  readonly name: string;
  readonly status: ChannelStatus;
  /** Null only in a draft; so are `appId` and the secrets. */
  readonly originalId: string | null;
  readonly appId: string | null;
  readonly encryption: EncryptionMode;
  readonly settings: DeskSettings;
  readonly settingsVersion: number;
  readonly ipAllowlistConfirmed: boolean;
  readonly hasAppSecret: boolean;
  readonly hasToken: boolean;
  readonly hasEncodingAesKey: boolean;
  readonly verifiedAt: Date | null;
  readonly createdAt: Date;
};

/** In the clear: for the webhook and for calls to WeChat only, never for an answer, a log or a history. */
export type ChannelSecrets = {
  readonly appSecret: string | null;
  readonly token: string | null;
  readonly encodingAesKey: string | null;
  /** The key before the last change, which WeChat may go on using for a while. */
  readonly formerEncodingAesKey: string | null;
};

export type ChannelWithSecrets = { readonly channel: Channel; readonly secrets: ChannelSecrets };

/** The secrets' columns, which are also the purposes that they are sealed for. */
export const SECRET_COLUMNS = {
  appSecret: 'appSecretSealed',
  token: 'tokenSealed',
  encodingAesKey: 'encodingAesKeySealed',
  formerEncodingAesKey: 'formerEncodingAesKeySealed',
} as const satisfies Record<keyof ChannelSecrets, keyof ChannelRow>;

/** The former key keeps the seal of the key it was. */
const PURPOSES: Readonly<Record<keyof ChannelSecrets, string>> = {
  appSecret: 'channels.app_secret',
  token: 'channels.token',
  encodingAesKey: 'channels.encoding_aes_key',
  formerEncodingAesKey: 'channels.encoding_aes_key',
};

/** The row as a {@link Channel}. */
export function toChannel(row: ChannelRow): Channel {
  const { id, brandId, name, status, originalId, appId, encryption, settingsVersion } = row;
  return {
    id,
    brandId,
    name,
    status,
    originalId,
    appId,
    encryption,
    settings: parseDeskSettings(row.settings),
    settingsVersion,
    ipAllowlistConfirmed: row.ipAllowlistConfirmed,
    hasAppSecret: row.appSecretSealed !== null,
    hasToken: row.tokenSealed !== null,
    hasEncodingAesKey: row.encodingAesKeySealed !== null,
    verifiedAt: row.verifiedAt,
    createdAt: row.createdAt,
  };
}

/** The row with its secrets opened. */
export function toChannelWithSecrets(row: ChannelRow, secretBox: SecretBox): ChannelWithSecrets {
  const open = (name: keyof ChannelSecrets): string | null => {
    const sealed = row[SECRET_COLUMNS[name]];
    return sealed === null ? null : secretBox.open(PURPOSES[name], row.id, sealed);
  };
  return {
    channel: toChannel(row),
    secrets: {
      appSecret: open('appSecret'),
      token: open('token'),
      encodingAesKey: open('encodingAesKey'),
      formerEncodingAesKey: open('formerEncodingAesKey'),
    },
  };
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
