/** Errors of the API (RFC 9457): the closed list of codes, each with its status and title. */
import { z } from 'zod';

export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  two_factor_required: { status: 401, title: 'A code of the second factor is needed' },
  forbidden: { status: 403, title: 'Not allowed' },
  insufficient_scope: { status: 403, title: 'The API token lacks a scope' },
  password_change_required: { status: 403, title: 'The password must be changed first' },
  two_factor_setup_required: { status: 403, title: 'A second factor must be set up first' },
  not_found: { status: 404, title: 'Not found' },
  kind_not_supported: { status: 409, title: 'The channel cannot send messages of this kind' },
  conversation_completed: { status: 409, title: 'The conversation is completed' },
  attended_by_other: { status: 409, title: 'Another operator attends the conversation' },
  not_attended: { status: 409, title: 'No operator attends the conversation' },
  window_closed: { status: 409, title: 'The messaging window is closed' },
  consecutive_limit_reached: { status: 409, title: 'The limit of messages without an answer is reached' },
  too_many_held: { status: 409, title: 'Too many messages are held' },
  not_reopenable: { status: 409, title: 'The conversation cannot be reopened' },
  no_bot: { status: 409, title: 'No bot can take the conversation' },
  already_asked: { status: 409, title: 'The contact was asked for a rating before' },
  not_offered: { status: 409, title: 'The conversation is not offered to the caller' },
  not_owner: { status: 409, title: 'The bot no longer has the conversation' },
  reply_url_used: { status: 409, title: 'The address was used before' },
  not_cancellable: { status: 409, title: 'The message cannot be cancelled' },
  idempotency_key_reused: { status: 409, title: 'The Idempotency-Key was used for another request' },
  conflict: { status: 409, title: 'The request conflicts with the current state' },
  legal_hold: { status: 409, title: 'The contact is under legal hold' },
  delivery_refused: { status: 409, title: 'The delivery still cannot be accepted' },
  wechat_refused: { status: 409, title: 'WeChat refused the request' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  attachment_too_large: { status: 413, title: 'The attachment is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  attachment_type_not_supported: { status: 415, title: 'The kind of attachment is not supported' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'The service is not available at the moment' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

const problemErrorSchema = z.strictObject({
  path: z.string().meta({ description: 'The field, e.g. `settings.ringTimeSeconds`.' }),
  message: z.string(),
});

/** The body of every answer that is not a success. A refusal's facts (`since`, `limit`, …) stand beside `code`. */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: '`about:blank`, or an address that explains the code.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(PROBLEM_CODES as [ProblemCode, ...ProblemCode[]]),
    requestId: z.string().optional().meta({ description: 'Search the log for it.' }),
    errors: z.array(problemErrorSchema).optional(),
  })
  .meta({
    id: 'Problem',
    example: {
      type: 'about:blank',
      title: PROBLEMS.window_closed.title,
      status: PROBLEMS.window_closed.status,
      detail: 'The messaging window is closed, so nothing may be sent.',
      code: 'window_closed',
      since: '2026-11-22T08:00:00.000Z',
    },
  });

export type Problem = z.infer<typeof problemSchema>;
export type ProblemError = z.infer<typeof problemErrorSchema>;
