import { defineSearchAttributeKey } from '@temporalio/common';

/**
 * The search attributes an engineer filters by in the Temporal UI. They are readable by everybody who may open it:
 * ids, states and instants only (docs/architecture.md). Workflow code may import this file.
 */
export const DuihuaState = defineSearchAttributeKey('DuihuaState', 'KEYWORD');
export const DuihuaChannelId = defineSearchAttributeKey('DuihuaChannelId', 'KEYWORD');
export const DuihuaBrandId = defineSearchAttributeKey('DuihuaBrandId', 'KEYWORD');
export const DuihuaOperatorId = defineSearchAttributeKey('DuihuaOperatorId', 'KEYWORD');
/** When the customer-service window closes, by the conversation's own clock. */
export const DuihuaWindowClosesAt = defineSearchAttributeKey('DuihuaWindowClosesAt', 'DATETIME');

/** All of them: what has to be registered before the first workflow starts. */
export const searchAttributeKeys = [
  DuihuaState,
  DuihuaChannelId,
  DuihuaBrandId,
  DuihuaOperatorId,
  DuihuaWindowClosesAt,
] as const;
