import { defineSearchAttributeKey } from '@temporalio/common';

/**
 * The search attributes by which engineers filter in the Temporal UI. Anyone who can open it can read them, so they
 * contain only ids, states and times (docs/architecture.md). Workflow code may import this file.
 */
export const DuihuaState = defineSearchAttributeKey('DuihuaState', 'KEYWORD');
export const DuihuaChannelId = defineSearchAttributeKey('DuihuaChannelId', 'KEYWORD');
export const DuihuaBrandId = defineSearchAttributeKey('DuihuaBrandId', 'KEYWORD');
export const DuihuaOperatorId = defineSearchAttributeKey('DuihuaOperatorId', 'KEYWORD');
/** The group that the conversation is for; unset if it is for the whole brand. */
export const DuihuaGroupId = defineSearchAttributeKey('DuihuaGroupId', 'KEYWORD');
/** When the customer-service window closes, by the conversation's own clock. */
export const DuihuaWindowClosesAt = defineSearchAttributeKey('DuihuaWindowClosesAt', 'DATETIME');

/** The most serious trouble with our messages: `unknown`, `failed` or `held`; unset if there is none. */
export const DuihuaDelivery = defineSearchAttributeKey('DuihuaDelivery', 'KEYWORD');

/** All search attributes: they have to be registered before the first workflow starts. */
export const searchAttributeKeys = [
  DuihuaState,
  DuihuaChannelId,
  DuihuaBrandId,
  DuihuaOperatorId,
  DuihuaGroupId,
  DuihuaWindowClosesAt,
  DuihuaDelivery,
] as const;
