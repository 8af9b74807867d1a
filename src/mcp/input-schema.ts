/** The JSON Schema of a tool's arguments, made from the contract of the route that it calls. */
import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What `tools/list` says about the arguments of a tool. */
export type InputSchema = {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
};

/**
 * The descriptions of the contracts without their names for the OpenAPI document: named schemas would become `$ref`s,
 * which many models and clients do not follow.
 */
class UnnamedMeta extends z.core.$ZodRegistry<z.core.GlobalMeta> {
  override get(schema: z.core.$ZodType): z.core.GlobalMeta | undefined {
    const { id: _, ...described } = z.globalRegistry.get(schema) ?? {};
    return described;
  }
}

/** The fields that a schema takes, by name, as JSON Schema; `{}` if it takes none. */
export function fieldsOf(schema: z.ZodType | undefined): Readonly<Record<string, JsonSchema>> {
  if (schema === undefined) return {};
  const { properties = {} } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    metadata: new UnnamedMeta(),
    // The API judges values. Not every client reads the regular expressions of JavaScript.
    override: ({ jsonSchema }) => {
      delete jsonSchema.pattern;
    },
  });
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, typeof field === 'boolean' ? {} : field]),
  );
}
