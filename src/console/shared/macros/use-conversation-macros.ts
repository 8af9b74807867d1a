import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MacroBody, StepResultBody } from '../../../contracts/conversations/macro';
import { isMacroFor } from '../../../domain/macros';
import { isApiError } from '../api/api-error';
import { api } from '../api/client';
import { newKey } from '../api/new-key';
import { putConversation } from '../conversations/feed-cache';
import { keys } from '../conversations/keys';
import type { Conversation } from '../conversations/received';
import { useSignedInMe } from '../session/session';
import { useMacros } from './requests';

type Run = { readonly macro: MacroBody; readonly key: string };

/** A run that ended before its last step. `steps` is empty where the API did not say how far it came. */
export type StoppedRun = {
  readonly macro: MacroBody;
  readonly error: Error;
  readonly steps: readonly StepResultBody[];
};

/**
 * The macros for a conversation, by name, and `run`, which does the steps of one: for menus and palettes. `again` goes on
 * with the stopped run where it ended: no step is done twice. The caller shows `running` and `stopped`.
 */
export function useConversationMacros({ id, brandId }: Pick<Conversation, 'id' | 'brandId'>) {
  const client = useQueryClient();
  const me = useSignedInMe();
  const { data } = useMacros();
  const { mutate, isPending, variables, error, reset } = useMutation({
    meta: { showsErrors: true },
    mutationFn: ({ macro, key }: Run) =>
      api('post', '/api/v1/conversations/{id}/macro', {
        params: { id },
        headers: { 'Idempotency-Key': key },
        body: { macroId: macro.id },
      }),
    onSuccess: ({ conversation }) => putConversation(client, conversation, me.id),
    // The steps that were done have changed the conversation, too.
    onError: () => client.invalidateQueries({ queryKey: keys.conversation(id) }),
  });
  const stopped: StoppedRun | null =
    error === null || variables === undefined
      ? null
      : { macro: variables.macro, error, steps: stepsOf(error) };
  return {
    macros: (data ?? []).filter((macro) => isMacroFor(brandId, macro)),
    run: (macro: MacroBody): void => mutate({ macro, key: newKey() }),
    running: isPending && variables !== undefined ? variables.macro : null,
    stopped,
    again: (): void => {
      if (variables !== undefined) mutate(variables);
    },
    forget: reset,
  };
}

function stepsOf(error: Error): readonly StepResultBody[] {
  const steps = isApiError(error) ? error.problem?.['steps'] : undefined;
  // The contract of the route says what stands there.
  return Array.isArray(steps) ? (steps as readonly StepResultBody[]) : [];
}
