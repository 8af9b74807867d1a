import type { z } from 'zod';
import { idSchema } from '../common';

/** Who gets a conversation: an operator, or a group, in whose queue it waits. */
export type TransferTarget = { readonly operatorId: string } | { readonly groupId: string };

/** The fields for it, of which one is given. */
export const transferTargetFields = {
  operatorId: idSchema.optional(),
  groupId: idSchema.optional().meta({ description: 'A group of the conversation’s brand.' }),
};

type Fields = { readonly operatorId?: string | undefined; readonly groupId?: string | undefined };

/** The one that is given; null: none is, or both are. */
export function transferTargetIn({ operatorId, groupId }: Fields): TransferTarget | null {
  if (operatorId !== undefined) return groupId === undefined ? { operatorId } : null;
  return groupId === undefined ? null : { groupId };
}

/** For `refine`: one of the two is given, and only one. */
export function hasTransferTarget(fields: Fields): boolean {
  return transferTargetIn(fields) !== null;
}

export const NO_TRANSFER_TARGET = {
  path: ['operatorId'],
  message: 'must be given, or groupId instead of it',
} satisfies Parameters<z.ZodType['refine']>[1];
