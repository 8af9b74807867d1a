/**
 * The demo's phones: what they show, and what can be done with them. Everything goes through the simulated WeChat.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PhoneAction, PhoneBody, PhoneMessage, Trouble } from '../../contracts/demo/demo-phone';
import { loadAgain } from '../shared/api/after-loading';
import { api } from '../shared/api/client';
import { putConversation } from '../shared/conversations/feed-cache';
import { useStreamEvents } from '../shared/events/event-stream';
import { useSignedInMe } from '../shared/session/session';

const ALL = ['demo'];
const PHONE = ['demo', 'phone'];
export const TIMELINE = ['demo', 'timeline'];
const VIEW = ['demo', 'view'];
const AGAIN_AFTER_MS = 2_000;

/** The contacts, and how WeChat is broken at the moment. */
export function usePhone() {
  return useQuery({ queryKey: PHONE, queryFn: ({ signal }) => api('get', '/api/v1/demo/phone', { signal }) });
}

/** What a contact sees; undefined if no contact is chosen yet. */
export function usePhoneView(openId: string | undefined) {
  return useQuery({
    queryKey: [...VIEW, openId],
    enabled: openId !== undefined,
    queryFn: ({ signal }) =>
      api('get', '/api/v1/demo/phone/entries', { query: { openId: openId ?? '' }, signal }),
  });
}

/** Keeps all of this up to date while the component is mounted. */
export function useLivePhone(): void {
  const client = useQueryClient();
  useEffect(() => {
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout>;
    const open = (): void => {
      source = new EventSource('/api/v1/demo/phone/events');
      source.addEventListener('changed', () => loadAgain(client, ALL));
      // EventSource gives up for good after an answer other than 200, which is what the API gives while it restarts.
      source.addEventListener('error', () => {
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_AFTER_MS);
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client]);
  useStreamEvents(({ name }) => {
    if (name === 'conversation') loadAgain(client, VIEW);
    if (name === 'message' || name === 'conversation') loadAgain(client, TIMELINE);
  });
}

/** Sends a message as a contact. */
export function useWrite(openId: string) {
  return useMutation({
    mutationFn: (message: PhoneMessage) =>
      api('post', '/api/v1/demo/phone/messages', { body: { openId, message } }),
  });
}

/** Follows, unfollows, scans or taps a menu as a contact. */
export function useAct(openId: string) {
  return useMutation({
    mutationFn: (action: PhoneAction) =>
      api('post', '/api/v1/demo/phone/actions', { body: { openId, action } }),
  });
}

export function useAddContact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api('post', '/api/v1/demo/phone/contacts'),
    onSuccess: () => client.invalidateQueries({ queryKey: PHONE }),
  });
}

/** Moves the clock of a conversation, and WeChat's for its contact. */
export function useFastForward(conversationId: string) {
  const client = useQueryClient();
  const me = useSignedInMe();
  return useMutation({
    mutationFn: (seconds: number) =>
      api('post', '/api/v1/demo/conversations/{id}/fast-forward', {
        params: { id: conversationId },
        body: { seconds },
      }),
    onSuccess(body) {
      putConversation(client, body, me.id);
      return client.invalidateQueries({ queryKey: ALL });
    },
  });
}

export function useBreak() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (trouble: Trouble) => api('post', '/api/v1/demo/troubles', { body: trouble }),
    onSuccess: (phone) => client.setQueryData<PhoneBody>(PHONE, phone),
  });
}

export function useMend() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api('delete', '/api/v1/demo/troubles'),
    onSuccess: (phone) => client.setQueryData<PhoneBody>(PHONE, phone),
  });
}

/** The QR codes of the channel, to be scanned. */
export function useQrCodes(channelId: string | undefined) {
  return useQuery({
    queryKey: ['demo', 'codes', channelId],
    enabled: channelId !== undefined,
    queryFn: async ({ signal }) => {
      const params = { id: channelId ?? '' };
      return (await api('get', '/api/v1/channels/{id}/qr-codes', { params, query: { limit: 100 }, signal }))
        .items;
    },
  });
}

/** The address of a file on a phone. */
export function mediaUrl(mediaId: string): string {
  return `/api/v1/demo/phone/media?mediaId=${encodeURIComponent(mediaId)}`;
}
