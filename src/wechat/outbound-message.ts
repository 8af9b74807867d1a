import { z } from 'zod';

/** WeChat's limit for a text, in bytes of UTF-8: over it the answer is 45002. */
export const TEXT_MAX_BYTES = 2_048;

const textContent = z.object({ text: z.string() });

/**
 * The body of `custom/send` for a message of the transcript. Throws a ZodError where the stored content is not of
 * the form of its type, and an Error for a type that cannot be sent; both are bugs, caught before WeChat is called.
 */
export function toSendBody(
  openId: string,
  message: { readonly type: string; readonly content: unknown },
): Readonly<Record<string, unknown>> {
  switch (message.type) {
    case 'text':
      return { touser: openId, msgtype: 'text', text: { content: textContent.parse(message.content).text } };
    default:
      throw new Error(`A message of the type ${message.type} cannot be sent.`);
  }
}
