import { status } from '@grpc/grpc-js';
import type { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { errorCode } from '../platform/errors';
import { searchAttributeKeys } from '../workflows/conversation/search-attribute-keys';

type AttributeType = (typeof searchAttributeKeys)[number]['type'];

const { IndexedValueType } = temporal.api.enums.v1;
type WireType = temporal.api.enums.v1.IndexedValueType;

/** The wire's types and the words the command line takes. */
const types: Readonly<Record<AttributeType, { readonly wire: WireType; readonly word: string }>> = {
  KEYWORD: { wire: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD, word: 'Keyword' },
  DATETIME: { wire: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME, word: 'Datetime' },
};

/** Errors for which trying again changes nothing. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  status.INVALID_ARGUMENT,
  status.PERMISSION_DENIED,
  status.UNIMPLEMENTED,
  status.UNAUTHENTICATED,
]);

/** Whether the server refused, as opposed to being unavailable. */
export function isRefusal(error: unknown): boolean {
  return REFUSALS.has(errorCode(error));
}

/** Temporal lacks something that we are not allowed to create there; the message tells people what to do. */
export class TemporalNotPrepared extends Error {
  override readonly name = 'TemporalNotPrepared';
}

/** `Name=Type` for each attribute, as `temporal server start-dev --search-attribute` takes them. */
export function searchAttributeArguments(): readonly string[] {
  return searchAttributeKeys.map((key) => `${key.name}=${types[key.type].word}`);
}

/**
 * Registers our search attributes that are missing. Safe to call at every start and from several processes at once. The
 * nodes of a cluster may need some seconds to know a new attribute.
 *
 * Throws {@link TemporalNotPrepared} if one exists with another type, or if the server does not let us (Temporal
 * Cloud): the message names the attributes to create by hand.
 */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const customAttributes = await listAttributes(connection, namespace);
  // Without permission to list them we cannot create them either. Either an administrator has created them, or
  // conversations won't start.
  if (customAttributes === null) return;
  const missing = searchAttributeKeys.filter((key) => customAttributes[key.name] === undefined);

  for (const key of searchAttributeKeys) {
    const registered = customAttributes[key.name];
    if (registered !== undefined && registered !== types[key.type].wire) {
      throw new TemporalNotPrepared(
        `The search attribute ${key.name} of Temporal namespace "${namespace}" has another type; ` +
          `remove it there and let Duihua create it as ${types[key.type].word}.`,
      );
    }
  }
  if (missing.length === 0) return;

  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((key) => [key.name, types[key.type].wire])),
    });
  } catch (error) {
    // Two processes that start together both see it missing; the second one gets this error.
    if (errorCode(error) === status.ALREADY_EXISTS) return;
    if (!isRefusal(error)) throw error;
    const wanted = missing.map((key) => `${key.name} (${types[key.type].word})`).join(', ');
    throw new TemporalNotPrepared(
      `Temporal did not let us register search attributes in namespace "${namespace}"; create them there: ${wanted}.`,
      { cause: error },
    );
  }
}

/** Name and type of each attribute of the namespace; null if we may not see them. */
async function listAttributes(
  connection: Connection,
  namespace: string,
): Promise<Readonly<Record<string, WireType>> | null> {
  try {
    return (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
