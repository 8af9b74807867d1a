/** What a change makes of a channel's row: pure but for the sealing of secrets. */
import { isDeepStrictEqual } from 'node:util';
import type { SecretBox } from '../platform/secret-box';
import { type ChannelRow, type EncryptionMode, sealSecret, toChannelWithSecrets } from './channel-rows';
import {
  changeDeskSettings,
  DEFAULT_DESK_SETTINGS,
  type DeskSettingsChange,
  parseDeskSettings,
} from './channel-settings';

/** What may be written; left out: stays as it is. */
export type ChannelFields = {
  readonly name?: string | undefined;
  readonly originalId?: string | undefined;
  readonly appId?: string | undefined;
  readonly encryption?: EncryptionMode | undefined;
  readonly appSecret?: string | undefined;
  readonly token?: string | undefined;
  readonly encodingAesKey?: string | undefined;
  readonly settings?: DeskSettingsChange | undefined;
  readonly ipAllowlistConfirmed?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
};

/** Why a change was not made: the mode needs a key, or a draft cannot be switched on or off. */
export type ChannelRefusal = 'encoding_aes_key_missing' | 'is_draft';

/** Columns of a row that holds no secret. */
export const NO_SECRETS = {
  appSecretSealed: null,
  tokenSealed: null,
  encodingAesKeySealed: null,
  formerEncodingAesKeySealed: null,
} as const;

/** The row after the change, or why it may not be. */
export function changedRow(
  row: ChannelRow,
  fields: ChannelFields,
  secretBox: SecretBox,
): ChannelRow | ChannelRefusal {
  const { settings, isDisabled, appSecret, token, encodingAesKey } = fields;
  if (isDisabled !== undefined && row.status === 'draft') return 'is_draft';
  const before = parseDeskSettings(row.settings);
  const after = settings === undefined ? before : changeDeskSettings(before, settings);
  const sealed = (
    name: 'appSecret' | 'token' | 'encodingAesKey',
    clear: string | undefined,
    old: string | null,
  ) => (clear === undefined ? old : sealSecret(secretBox, name, row.id, clear));
  const isKeyNew =
    encodingAesKey !== undefined &&
    toChannelWithSecrets(row, secretBox).secrets.encodingAesKey !== encodingAesKey;
  const next: ChannelRow = {
    ...row,
    name: fields.name ?? row.name,
    originalId: fields.originalId ?? row.originalId,
    appId: fields.appId ?? row.appId,
    encryption: fields.encryption ?? row.encryption,
    ipAllowlistConfirmed: fields.ipAllowlistConfirmed ?? row.ipAllowlistConfirmed,
    appSecretSealed: sealed('appSecret', appSecret, row.appSecretSealed),
    tokenSealed: sealed('token', token, row.tokenSealed),
    encodingAesKeySealed: sealed(
      'encodingAesKey',
      isKeyNew ? encodingAesKey : undefined,
      row.encodingAesKeySealed,
    ),
    formerEncodingAesKeySealed: isKeyNew ? row.encodingAesKeySealed : row.formerEncodingAesKeySealed,
    settings: after,
    settingsVersion: row.settingsVersion + (isDeepStrictEqual(before, after) ? 0 : 1),
  };
  if (next.encryption !== 'plain' && next.encodingAesKeySealed === null) return 'encoding_aes_key_missing';
  return { ...next, status: statusOf(next, isDisabled) };
}

function statusOf(row: ChannelRow, isDisabled: boolean | undefined): ChannelRow['status'] {
  if (isDisabled !== undefined) return isDisabled ? 'disabled' : 'live';
  const needed = [row.originalId, row.appId, row.appSecretSealed, row.tokenSealed];
  return row.status === 'draft' && needed.every((value) => value !== null) ? 'live' : row.status;
}

/** A row before anything was written into it. */
export function emptyRow(id: string, brandId: string): ChannelRow {
  return {
    id,
    brandId,
    name: '',
    status: 'draft',
    originalId: null,
    appId: null,
    encryption: 'plain',
    ...NO_SECRETS,
    settings: DEFAULT_DESK_SETTINGS,
    settingsVersion: 1,
    ipAllowlistConfirmed: false,
    verifiedAt: null,
    pausedUntil: null,
    pauseProbeAt: null,
    lastError: null,
    createdAt: new Date(),
  };
}
