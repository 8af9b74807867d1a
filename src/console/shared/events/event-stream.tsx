/** The event stream of the signed-in operator: one for the page, with as many listeners as features need. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { StreamEventName, StreamEvents } from '../../../contracts/conversations/event-stream';
import { type ConnectionState, followEvents } from './event-source';

export type StreamEvent = {
  readonly [Name in StreamEventName]: { readonly name: Name; readonly data: StreamEvents[Name] };
}[StreamEventName];
type Listener = (event: StreamEvent) => void;
type Stream = { readonly listen: (listener: Listener) => () => void };

const StreamContext = createContext<Stream | null>(null);
const StateContext = createContext<ConnectionState>('connecting');

/** Follows the event stream while it is mounted. */
export function EventStream(props: { readonly onSignedOut: () => void; readonly children: ReactNode }) {
  const [state, setState] = useState<ConnectionState>('connecting');
  const listeners = useRef(new Set<Listener>());
  const stream = useMemo<Stream>(
    () => ({
      listen(listener) {
        listeners.current.add(listener);
        return () => void listeners.current.delete(listener);
      },
    }),
    [],
  );
  const signedOut = useRef(props.onSignedOut);
  signedOut.current = props.onSignedOut;
  useEffect(
    () =>
      followEvents({
        state: setState,
        signedOut: () => signedOut.current(),
        event(name, data) {
          for (const listener of listeners.current) listener({ name, data } as StreamEvent);
        },
      }),
    [],
  );
  return (
    <StreamContext value={stream}>
      <StateContext value={state}>{props.children}</StateContext>
    </StreamContext>
  );
}

/** Whether changes arrive as they happen. */
export function useConnectionState(): ConnectionState {
  return useContext(StateContext);
}

/** Calls `listener` for every event while the component is mounted. */
export function useStreamEvents(listener: Listener): void {
  const stream = useContext(StreamContext);
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => stream?.listen((event) => latest.current(event)), [stream]);
}
