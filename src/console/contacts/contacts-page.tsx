import { UserOutlined } from '@ant-design/icons';
import { Button, Input, Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { ContactBody } from '../../contracts/conversations/contact';
import { shownName } from '../../words/contact-name';
import { ContactAvatar } from '../shared/conversations/contact-avatar';
import { BY_LABEL } from '../shared/forms/find-option';
import { notify } from '../shared/notify';
import { LoadedRows, MoreButton } from '../shared/ui/loaded';
import { Page, Row } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import css from './contacts-page.module.css';
import { type ContactFilter, findConversation, useContactList, useFilterOptions } from './requests';

const FLAGS = ['true', 'false'] as const;
const flagOf = (word: string | null) => FLAGS.find((flag) => flag === word);

/** Everyone who has written to the channels, searched and filtered. The filters are in the address. */
export function ContactsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  const contacts = useContactList(filter);
  const { channels, tags } = useFilterOptions();
  const set = (name: keyof ContactFilter, value: string | undefined): void => {
    const next = new URLSearchParams(search);
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  const flag = (name: 'subscribed' | 'blocked') => (
    <Select
      allowClear
      className={css.filter ?? ''}
      aria-label={t(`contacts.${name}`)}
      placeholder={t(`contacts.${name}`)}
      value={filter[name] ?? null}
      onChange={(value: string | undefined) => set(name, value)}
      options={FLAGS.map((value) => ({ value, label: t(`contacts.${name}_${value}`) }))}
    />
  );
  return (
    <main className={css.page}>
      <Page title={t('contacts.title')} hint={t('contacts.hint')}>
        <search className={css.filters}>
          <Input.Search
            allowClear
            className={css.words ?? ''}
            aria-label={t('contacts.search')}
            placeholder={t('contacts.search')}
            maxLength={64}
            defaultValue={filter.q ?? ''}
            onSearch={(words) => set('q', words.trim())}
          />
          <Select
            allowClear
            className={css.filter ?? ''}
            showSearch={BY_LABEL}
            aria-label={t('contact.tags')}
            placeholder={t('contact.tags')}
            value={filter.tag ?? null}
            onChange={(value: string | undefined) => set('tag', value)}
            options={tags.map((tag) => ({ value: tag, label: tag }))}
          />
          {channels.length > 1 && (
            <Select
              allowClear
              className={css.filter ?? ''}
              showSearch={BY_LABEL}
              aria-label={t('contacts.channel')}
              placeholder={t('contacts.channel')}
              value={filter.channelId ?? null}
              onChange={(value: string | undefined) => set('channelId', value)}
              options={channels.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          {flag('subscribed')}
          {flag('blocked')}
        </search>
        <LoadedRows
          query={{ ...contacts, data: contacts.data && contacts.items }}
          label={t('contacts.title')}
          empty={
            <Empty
              icon={<UserOutlined aria-hidden />}
              title={t('contacts.empty')}
              hint={t('contacts.emptyHint')}
            />
          }
        >
          {(contact) => (
            <ContactRow
              key={contact.id}
              contact={contact}
              channelName={channels.find(({ id }) => id === contact.channelId)?.name}
            />
          )}
        </LoadedRows>
        <MoreButton query={contacts} />
      </Page>
    </main>
  );
}

function filterOf(search: URLSearchParams): ContactFilter {
  const word = (name: 'q' | 'tag' | 'channelId') => {
    const value = search.get(name)?.trim() ?? '';
    return value === '' ? {} : { [name]: value };
  };
  const flag = (name: 'subscribed' | 'blocked') => {
    const value = flagOf(search.get(name));
    return value === undefined ? {} : { [name]: value };
  };
  return { ...word('q'), ...word('tag'), ...word('channelId'), ...flag('subscribed'), ...flag('blocked') };
}

function ContactRow({
  contact,
  channelName,
}: {
  readonly contact: ContactBody;
  readonly channelName: string | undefined;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, tags, block, subscription } = contact;
  const name = shownName(contact, t);
  const open = async (): Promise<void> => {
    const conversationId = await findConversation(id);
    if (conversationId === undefined) notify({ kind: 'info', title: t('contacts.noConversation') });
    else await navigate(`/inbox/all/${conversationId}`);
  };
  return (
    <Row
      name={
        <span className={css.name}>
          <ContactAvatar contact={contact} /> {name}
        </span>
      }
      meta={
        <span className={css.facts}>
          {channelName !== undefined && <span>{channelName}</span>}
          {subscription.isSubscribed === false && <Tag>{t('contacts.subscribed_false')}</Tag>}
          {block !== null && <Tag color="error">{t('contacts.blocked_true')}</Tag>}
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      }
    >
      <Button onClick={() => void open()}>
        {t('contacts.open')} <span className="visually-hidden">{name}</span>
      </Button>
    </Row>
  );
}
