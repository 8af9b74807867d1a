import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../../shared/api/client';
import { useSignedInMe } from '../../shared/session/session';
import { useStored } from '../../shared/ui/use-stored';
import { TIMELINE, useAddContact, usePhoneView } from '../requests';
import type { ChosenContact } from '../use-contact';
import { doStep, type Lines } from './do-step';
import { endTour } from './end-tour';
import { setSandboxBot } from './sandbox-bot';
import { hasHappened, type Scene, SIDES, STEPS, type Step } from './steps';

/** The dialog that connects an account. */
const CONNECT = '/setup/channels?connect=new';

/** `offered` before the first start; `skipped` and `done` until it is started again. */
export type TourState = Step | 'offered' | 'skipped' | 'done';

/** The current step of the tour, stored in this browser. It moves on automatically as soon as a step has happened. */
export function useTour(chosen: ChosenContact, lookAt: (side: 'console' | 'phone' | null) => void) {
  const [stored, store] = useStored('demo.tour');
  const [place, openId = ''] = (stored ?? 'offered').split(' ');
  const state = stateOf(place);
  const step = STEPS.find((one) => one === state);
  const scene = useScene(step === undefined ? undefined : openId);
  const lines = useTourTexts();
  const add = useAddContact();
  const navigate = useNavigate();
  const client = useQueryClient();
  /** The account's bot may have changed. */
  const onSettled = () => client.invalidateQueries({ queryKey: ['setup'] });

  const isDone = step !== undefined && scene !== null && hasHappened(step, scene);
  useEffect(() => {
    if (isDone) store(`${STEPS[STEPS.indexOf(step) + 1] ?? 'done'} ${openId}`);
  }, [isDone, step, store, openId]);

  const side = step === undefined ? null : SIDES[step];
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each step, so that one may look elsewhere.
  useEffect(() => lookAt(side), [side, step]);

  // The console shows what the tour is about.
  const conversationId = scene?.conversation?.id;
  useEffect(() => {
    if (conversationId !== undefined) void navigate(`/inbox/all/${conversationId}`);
  }, [conversationId, navigate]);

  const doIt = useMutation({
    mutationFn: async () => {
      // Shows the tour's conversation to a reader who has opened others meanwhile.
      chosen.choose(openId);
      if (conversationId !== undefined) void navigate(`/inbox/all/${conversationId}`);
      if (step !== undefined && scene !== null) await doStep(step, openId, scene, lines);
    },
    onSettled,
  });
  const start = useMutation({
    // A new contact: earlier messages have no part in the story.
    async mutationFn() {
      if (openId !== '') await endTour(openId);
      // The first steps show what people do alone.
      await setSandboxBot((await api('get', '/api/v1/demo/phone')).channelId, null);
      return add.mutateAsync();
    },
    onSuccess(contact) {
      chosen.choose(contact.openId);
      store(`${STEPS[0]} ${contact.openId}`);
    },
    onSettled,
    meta: { showsErrors: true },
  });
  const end = useMutation({
    mutationFn: async () => {
      if (openId !== '') await endTour(openId);
    },
    onSuccess: () => store('skipped'),
    onSettled,
  });
  return {
    state,
    isReady: scene !== null,
    doIt,
    start,
    end,
    connect: () => end.mutate(undefined, { onSuccess: () => void navigate(CONNECT) }),
  };
}

function stateOf(place: string | undefined): TourState {
  if (place === 'skipped' || place === 'done') return place;
  return STEPS.find((one) => one === place) ?? 'offered';
}

/** Null until it is known. */
function useScene(openId: string | undefined): Scene | null {
  const meId = useSignedInMe().id;
  const view = usePhoneView(openId).data;
  const contactId = view?.conversation?.contact.id;
  const timeline = useQuery({
    queryKey: [...TIMELINE, contactId],
    enabled: contactId !== undefined,
    queryFn: ({ signal }) =>
      api('get', '/api/v1/contacts/{id}/timeline', {
        params: { id: contactId ?? '' },
        query: { limit: 100 },
        signal,
      }),
  });
  if (view === undefined) return null;
  return { meId, conversation: view.conversation, messages: timeline.data?.items ?? [] };
}

function useTourTexts(): Lines {
  const { t } = useTranslation();
  return {
    question: t('tour.sayQuestion'),
    answer: t('tour.sayAnswer'),
    more: (number) => t('tour.sayMore', { number }),
    held: t('tour.sayHeld'),
    again: t('tour.sayAgain'),
    lateAnswer: t('tour.sayLateAnswer'),
    toBot: t('tour.sayToBot'),
    toPerson: t('tour.sayToPerson'),
    personAnswer: t('tour.sayPersonAnswer'),
    toBotAgain: t('tour.sayToBotAgain'),
  };
}
