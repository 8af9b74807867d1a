/** How a change affects a channel's row: pure, except that secrets are sealed. */
import { isDeepStrictEqual } from 'node:util';
import type { ChannelKind } from '../../domain/channel-kinds';
import { greetingsThatDoNotExist } from '../../domain/greeting';
import type { SecretBox } from '../../platform/secrets/secret-box';
import {
  type ChannelRow,
  type EncryptionMode,
  openSecrets,
  SECRET_COLUMNS,
  sealSecret,
} from './channel-rows';
import {
  changeDeskSettings,
  DEFAULT_DESK_SETTINGS,
  type DeskSettingsChange,
  parseDeskSettings,
} from './channel-settings';

/** The fields that can be changed; what is left out stays as it is. */
export type ChannelFields = {
  readonly name?: string | undefined;
  readonly originalId?: string | undefined;
  readonly appId?: string | undefined;
  readonly encryption?: EncryptionMode | undefined;
  readonly appSecret?: string | undefined;
  readonly token?: string | undefined;
  readonly encodingAesKey?: string | undefined;
  readonly settings?: DeskSettingsChange | undefined;
  /** A group of its brand; null: all members of the brand. */
  readonly groupId?: string | null | undefined;
  readonly ipAllowlistConfirmed?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
};

/**
 * Why a change was not made: the mode needs a key, a draft cannot be switched on or off, a bot would have no place left
 * beside those that are kept for people, the group is not one of the brand, or a channel of this kind cannot greet for that.
 */
export type ChannelRefusal =
  | 'encoding_aes_key_missing'
  | 'is_draft'
  | 'no_place_for_bot'
  | 'no_such_group'
  | 'no_such_greeting';

/** The secrets' columns of a row without secrets. */
export const NO_SECRETS = {
  appSecretSealed: null,
  tokenSealed: null,
  encodingAesKeySealed: null,
} as const;

/** The row after the change, or why the change is refused. */
export function changedRow(
  row: ChannelRow,
  fields: ChannelFields,
  secretBox: SecretBox,
): ChannelRow | ChannelRefusal {
  const { settings, isDisabled, groupId = row.groupId } = fields;
  if (isDisabled !== undefined && row.status === 'draft') return 'is_draft';
  const before = parseDeskSettings(row.settings);
  const after = settings === undefined ? before : changeDeskSettings(before, settings);
  if (after.bot.botId !== null && after.bot.keepPlaces >= after.consecutiveLimit) return 'no_place_for_bot';
  if (greetingsThatDoNotExist(row.kind, after.greeting).length > 0) return 'no_such_greeting';
  const secrets = openSecrets(row, secretBox);
  /** An unchanged secret stays sealed as it is, so that the column differs only if the secret does. */
  const sealed = (name: 'appSecret' | 'token' | 'encodingAesKey'): string | null => {
    const clear = fields[name];
    const isNew = clear !== undefined && clear !== secrets[name];
    return isNew ? sealSecret(secretBox, name, row.id, clear) : row[SECRET_COLUMNS[name]];
  };
  const changed: ChannelRow = {
    ...row,
    name: fields.name ?? row.name,
    originalId: fields.originalId ?? row.originalId,
    appId: fields.appId ?? row.appId,
    encryption: fields.encryption ?? row.encryption,
    ipAllowlistConfirmed: fields.ipAllowlistConfirmed ?? row.ipAllowlistConfirmed,
    appSecretSealed: sealed('appSecret'),
    tokenSealed: sealed('token'),
    encodingAesKeySealed: sealed('encodingAesKey'),
    settings: after,
    settingsVersion:
      row.settingsVersion + (isDeepStrictEqual(before, after) && groupId === row.groupId ? 0 : 1),
    groupId,
  };
  // WeChat has verified the webhook of another account, or with another token: it has to verify it again.
  const isVerificationVoid = differ(row, changed, ['originalId', 'appId', 'tokenSealed']);
  const verified = isVerificationVoid ? { ...changed, verifiedAt: null } : changed;
  const next = { ...verified, status: statusOf(verified, isDisabled) };
  if (next.encryption !== 'plain' && next.encodingAesKeySealed === null) return 'encoding_aes_key_missing';
  // Perhaps this fixes what WeChat refused: probe at once, not only within a minute.
  const isRepair = differ(row, next, [
    'originalId',
    'appId',
    'appSecretSealed',
    'ipAllowlistConfirmed',
    'status',
  ]);
  return isRepair && next.unhealthySince !== null ? { ...next, probeAt: new Date(0) } : next;
}

/** Whether the row's access token was made for another account or another secret. */
export function isAccessTokenVoid(before: ChannelRow, after: ChannelRow): boolean {
  return differ(before, after, ['appId', 'appSecretSealed']);
}

/** Whether the channel has another bot than before, or one for the first time, or none any more. */
export function isOtherBot(before: ChannelRow, after: ChannelRow): boolean {
  const botIdOf = ({ settings }: ChannelRow): string | null => parseDeskSettings(settings).bot.botId;
  return botIdOf(before) !== botIdOf(after);
}

/** The names of the changed fields, as the API calls them, for the audit log. */
export function changedFieldNames(before: ChannelRow, after: ChannelRow): readonly string[] {
  const names = {
    name: 'name',
    originalId: 'originalId',
    appId: 'appId',
    encryption: 'encryption',
    appSecretSealed: 'appSecret',
    tokenSealed: 'token',
    encodingAesKeySealed: 'encodingAesKey',
    settings: 'settings',
    groupId: 'groupId',
    ipAllowlistConfirmed: 'ipAllowlistConfirmed',
    status: 'status',
  } as const satisfies Partial<Record<keyof ChannelRow, string>>;
  const columns = Object.keys(names) as (keyof typeof names)[];
  // A row that was read has settings as they were stored: defaults of newer ones are missing in it.
  const isSame = (column: (typeof columns)[number]): boolean =>
    column === 'settings'
      ? isDeepStrictEqual(parseDeskSettings(before.settings), parseDeskSettings(after.settings))
      : before[column] === after[column];
  return columns.filter((column) => !isSame(column)).map((column) => names[column]);
}

/**
 * The new and previous values of changed numbers, switches and fixed words, e.g. `ringTimeSeconds` and
 * `formerRingTimeSeconds`. Never a secret, a name or a text.
 */
export function changedValues(before: ChannelRow, after: ChannelRow): Readonly<Record<string, PlainValue>> {
  const old = plainValues(before);
  return Object.fromEntries(
    Object.entries(plainValues(after))
      .filter(([name, value]) => old[name] !== value)
      .flatMap(([name, value]) => [
        [name, value],
        [`former${name.charAt(0).toUpperCase()}${name.slice(1)}`, old[name] ?? null],
      ]),
  );
}

type PlainValue = string | number | boolean | null;

function plainValues({
  encryption,
  status,
  ipAllowlistConfirmed,
  settings,
}: ChannelRow): Readonly<Record<string, PlainValue>> {
  const values: Record<string, PlainValue> = { encryption, status, ipAllowlistConfirmed };
  for (const [name, value] of Object.entries<unknown>(parseDeskSettings(settings))) {
    // The only word among the settings; other strings may be texts.
    const isWord = name === 'windowAnchor' && typeof value === 'string';
    if (isWord || typeof value === 'number' || typeof value === 'boolean' || value === null)
      values[name] = value;
  }
  return values;
}

function differ(before: ChannelRow, after: ChannelRow, columns: readonly (keyof ChannelRow)[]): boolean {
  return columns.some((column) => before[column] !== after[column]);
}

function statusOf(row: ChannelRow, isDisabled: boolean | undefined): ChannelRow['status'] {
  if (isDisabled !== undefined) return isDisabled ? 'disabled' : 'live';
  const needed = [row.originalId, row.appId, row.appSecretSealed, row.tokenSealed];
  return row.status === 'draft' && needed.every((value) => value !== null) ? 'live' : row.status;
}

/** The row of a new channel before its fields are set. */
export function emptyRow(id: string, brandId: string, kind: ChannelKind = 'official_account'): ChannelRow {
  return {
    id,
    brandId,
    name: '',
    kind,
    status: 'draft',
    originalId: null,
    appId: null,
    encryption: 'plain',
    ...NO_SECRETS,
    settings: DEFAULT_DESK_SETTINGS,
    settingsVersion: 1,
    groupId: null,
    routing: null,
    hours: null,
    hasHours: false,
    ipAllowlistConfirmed: false,
    verifiedAt: null,
    pausedUntil: null,
    pauseProbeAt: null,
    lastError: null,
    unhealthySince: null,
    trouble: null,
    probeAt: null,
    isProbeOpen: false,
    createdAt: new Date(),
  };
}
