import type { z } from 'zod';
import { fieldsOf } from './input-schema';
import type { Tool } from './tool';

type JsonSchema = z.core.JSONSchema.JSONSchema;

type Definition = Pick<Tool, 'name' | 'title' | 'contract' | 'present'> & {
  /** Paragraphs or sentences of the description. */
  readonly description: readonly string[];
  readonly id?: 'conversationId' | 'contactId';
  /** Fields of the route's query and body that are arguments. */
  readonly query?: readonly string[];
  readonly body?: readonly string[];
  /** The body, if it is one of several kinds. */
  readonly bodySchema?: z.ZodType;
  readonly required?: readonly string[];
  /** Further arguments, and words that say more to a model than those of the contract. */
  readonly more?: Readonly<Record<string, JsonSchema>>;
  readonly always?: Tool['always'];
  readonly changes?: { readonly isFinal?: true; readonly isRepeatable?: true; readonly reachesPeople?: true };
};

const ID_DESCRIPTIONS = {
  conversationId: 'The `id` of a conversation.',
  contactId: 'The `id` of a contact, also in a conversation’s `contact`.',
} as const;

/** A tool for one route; throws if the route does not have a field that the tool takes. */
export function defineTool(definition: Definition): Tool {
  const { name, title, description, contract, id, query = [], body = [], more = {} } = definition;
  const { bodySchema = contract.body, required = [], always = {}, changes, present } = definition;
  const idProperty = id === undefined ? {} : { [id]: { type: 'string', description: ID_DESCRIPTIONS[id] } };
  const properties: Record<string, JsonSchema> = {
    ...(idProperty as Record<string, JsonSchema>),
    ...picked(name, fieldsOf(contract.query), query),
    ...picked(name, fieldsOf(bodySchema), body),
  };
  for (const [argument, words] of Object.entries(more)) {
    properties[argument] = { ...properties[argument], ...words };
  }
  return {
    name,
    title,
    description: description.join(' '),
    contract,
    annotations: {
      readOnlyHint: changes === undefined,
      ...(changes === undefined
        ? {}
        : {
            destructiveHint: changes.isFinal === true,
            idempotentHint: changes.isRepeatable === true,
          }),
      openWorldHint: changes?.reachesPeople === true,
    },
    inputSchema: {
      type: 'object',
      properties,
      required: [...(id === undefined ? [] : [id]), ...required],
      additionalProperties: false,
    },
    idArgument: id ?? null,
    queryArguments: query,
    always,
    present,
  };
}

function picked(
  tool: string,
  fields: Readonly<Record<string, JsonSchema>>,
  names: readonly string[],
): Record<string, JsonSchema> {
  return Object.fromEntries(
    names.map((name) => {
      const field = fields[name];
      if (field === undefined) throw new Error(`The route of the tool ${tool} has no field ${name}.`);
      return [name, field];
    }),
  );
}
