import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { LiveCache } from '../shared/conversations/live-cache';
import { EventStream } from '../shared/events/event-stream';
import { endSession, SignedIn, useMe } from '../shared/session/session';
import { Failed, Loading } from '../shared/ui/states';

/**
 * Shows `children`, with the event stream, to signed-in operators. Sends everyone else to sign in, and back afterwards.
 */
export function RequireSession({ children }: { readonly children: ReactNode }) {
  const { data: me, error, refetch } = useMe();
  const client = useQueryClient();
  const { pathname, search } = useLocation();
  if (me === undefined) return error === null ? <Loading /> : <Failed error={error} retry={refetch} />;
  if (me === null) return <Navigate to="/sign-in" replace state={{ from: pathname + search }} />;
  if (me.mustChangePassword) return <Navigate to="/password" replace state={{ from: pathname + search }} />;
  if (me.mustSetUpTwoFactor) return <Navigate to="/two-factor" replace state={{ from: pathname + search }} />;
  return (
    <SignedIn value={me}>
      <EventStream key={me.id} onSignedOut={() => endSession(client)}>
        <LiveCache me={me} />
        {children}
      </EventStream>
    </SignedIn>
  );
}
