import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { shownName } from '../../words/contact-name';
import { useStreamEvents } from '../shared/events/event-stream';
import { notify } from '../shared/notify';
import { useSignedInMe } from '../shared/session/session';
import { brandRouting } from './brand-routing';
import { isJustAssigned } from './is-just-assigned';

/**
 * Where conversations are assigned without asking (`autoAttend`), nothing rings: this tells the reader of each one that
 * has just become theirs, by a notice that leads to it and the tone of an alert (`chime`; null: not in this tab).
 */
export function useAssignedSignals(chime: (() => void) | null): void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useSignedInMe();
  const told = useRef(new Set<string>());
  const latest = useRef(chime);
  latest.current = chime;
  useStreamEvents((event) => {
    if (event.name !== 'conversation') return;
    const { id, brandId, contact, attendedAt } = event.data;
    const assigned = `${id} ${attendedAt}`;
    if (!isJustAssigned(event.data, me.id) || told.current.has(assigned)) return;
    told.current.add(assigned);
    void client.fetchQuery(brandRouting(brandId)).then(
      ({ mode, autoAttend }) => {
        if (mode !== 'offer' || !autoAttend) return;
        latest.current?.();
        notify({
          kind: 'info',
          key: `assigned.${id}`,
          title: t('ringing.assigned', { name: shownName(contact, t) }),
          action: { label: t('completing.open'), run: () => void navigate(`/inbox/mine/${id}`) },
        });
      },
      () => undefined,
    );
  });
}
