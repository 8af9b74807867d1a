import { TurnFailed } from '../asked';

/**
 * How services say that they will not answer because of what was asked or would be answered: OpenAI and Azure
 * (`content_filter`, `content_policy_violation`), Alibaba (`data_inspection_failed`), DeepSeek (`Content Exists Risk`),
 * Zhipu (1301, `sensitive`).
 */
const SIGNS =
  /content_filter|content_policy_violation|data_?inspection_?failed|content exists risk|"code"\s*:\s*"?(?:1301\b|sensitive)/i;

/** Whether an error of a model's service is about the content. */
export function isModeration(said: string): boolean {
  return SIGNS.test(said);
}

/** The failure of a model's service, with the detail `moderated` where the service says so. */
export function withModeration(error: unknown): unknown {
  const isClientError = error instanceof TurnFailed && error.detail.startsWith('http_4');
  return isClientError && isModeration(error.said)
    ? new TurnFailed('moderated', '', { cause: error })
    : error;
}
