import { z } from 'zod';

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
