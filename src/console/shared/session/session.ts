/** Who is signed in. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { MeBody } from '../../../contracts/people/session';
import { hasCode } from '../api/api-error';
import { api, setCsrfToken } from '../api/client';
import { forgetStored } from '../ui/use-stored';
import { announceSessionEnd, finishBeforeSignOut } from './session-end';

const ME = ['me'];
/** True after the session has ended by itself, until somebody signs in. */
const ENDED = ['session ended'];

/** Null if no one is signed in. */
type Session = MeBody | null;

async function loadMe(): Promise<Session> {
  try {
    const me = await api('get', '/api/v1/me');
    setCsrfToken(me.csrfToken ?? null);
    return me;
  } catch (error) {
    if (hasCode(error, 'unauthenticated')) return null;
    throw error;
  }
}

/** Who is signed in; undefined until that is known. */
export function useMe() {
  return useQuery({ queryKey: ME, queryFn: loadMe });
}

/** Who is signed in, for the pages inside the shell. */
export const SignedIn = createContext<MeBody | null>(null);

/**
 * Who is signed in. For pages inside the shell only. Not read from the cache: when a session ends, the cache knows it
 * before these pages are gone, and they must still be able to render.
 */
export function useSignedInMe(): MeBody {
  const me = useContext(SignedIn);
  if (me === null) throw new Error('This page needs a signed-in operator.');
  return me;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly email: string; readonly password: string; readonly code?: string }) =>
      api('post', '/api/v1/login', { body }),
    meta: { showsErrors: true },
    onSuccess: (me) => beginSession(client, me),
  });
}

function beginSession(client: QueryClient, me: MeBody): void {
  setCsrfToken(me.csrfToken ?? null);
  // Another person may have been signed in before: their data must not stay.
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
  client.setQueryData<Session>(ME, me);
}

/** How one can sign in here. */
export function useWaysToSignIn() {
  return useQuery({
    queryKey: ['ways to sign in'],
    queryFn: ({ signal }) => api('get', '/api/v1/sign-in', { signal }),
    meta: { showsErrors: false },
  });
}

/** Goes to the provider of single sign-on; the browser comes back to `/sign-in/callback`. */
export function useGoToProvider() {
  return useMutation({
    mutationFn: () => api('post', '/api/v1/sign-in/oidc'),
    meta: { showsErrors: true },
    onSuccess: ({ url }) => window.location.assign(url),
  });
}

/** Signs in with the provider's answer: the query of the address to which it sent the browser. */
export function useSignInByProvider() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (query: string) => api('post', '/api/v1/sign-in/oidc/finish', { body: { query } }),
    meta: { showsErrors: true },
    onSuccess: (me) => beginSession(client, me),
  });
}

/** Signs in with the code from the link that `npm start` prints. */
export function useSignInByLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => api('post', '/api/v1/demo/sign-in', { body: { code } }),
    meta: { showsErrors: true },
    onSuccess(me) {
      setCsrfToken(me.csrfToken ?? null);
      client.setQueryData<Session>(ME, me);
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await finishBeforeSignOut();
      return api('post', '/api/v1/logout');
    },
    onSuccess(answer) {
      forgetStored('draft.');
      forgetSession(client);
      // The provider of single sign-on has a session too.
      if (answer !== undefined) window.location.assign(answer.continueAt);
    },
  });
}

/** Ends the session in this page: nothing it showed stays in memory. */
function forgetSession(client: QueryClient): void {
  setCsrfToken(null);
  announceSessionEnd();
  client.setQueryData<Session>(ME, null);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
}

/** The server reports that the session has ended elsewhere or has expired. */
export function endSession(client: QueryClient): void {
  const wasSignedIn = client.getQueryData<Session>(ME) !== null;
  forgetSession(client);
  if (wasSignedIn) client.setQueryData(ENDED, true);
}

/** Whether the session has ended by itself, perhaps while the operator was writing. For the sign-in page. */
export function useHasEnded(): boolean {
  return useQueryClient().getQueryData(ENDED) === true;
}

/** An administrator has set a new password, which must be changed. */
export function requirePasswordChange(client: QueryClient): void {
  client.setQueryData<Session>(ME, (me) =>
    me === null || me === undefined ? me : { ...me, mustChangePassword: true },
  );
}

/** A second factor must be set up before anything else. */
export function requireTwoFactor(client: QueryClient): void {
  client.setQueryData<Session>(ME, (me) =>
    me === null || me === undefined ? me : { ...me, mustSetUpTwoFactor: true },
  );
}

export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly currentPassword: string; readonly newPassword: string }) =>
      api('post', '/api/v1/me/password', { body }),
    meta: { showsErrors: true },
    onSuccess: () =>
      client.setQueryData<Session>(ME, (me) =>
        me === null || me === undefined ? me : { ...me, mustChangePassword: false },
      ),
  });
}
