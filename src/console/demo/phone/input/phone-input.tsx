import { MenuOutlined, PlusCircleOutlined, SmileOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStored } from '../../../shared/ui/use-stored';
import { useWrite } from '../../requests';
import css from '../phone.module.css';
import { AccountMenus } from './account-menus';
import { MorePanel } from './more-panel';

type Panel = 'none' | 'emoji' | 'more';
const EMOJI = ['😀', '😂', '😍', '🤔', '😭', '👍', '🙏', '❤️', '🍵', '🎉', '📦', '🌹'] as const;

const FORM = 'data-phone-form';

/** Whether the focus is in the message field of the phone. */
export function isWritingOnPhone(): boolean {
  return document.activeElement?.closest(`[${FORM}]`) != null;
}

/** The bar below the chat: text, what else can be sent, and the account's menus, which a mini program does not have. */
export function PhoneInput({
  openId,
  isMiniProgram,
}: {
  readonly openId: string;
  readonly isMiniProgram: boolean;
}) {
  const { t } = useTranslation();
  const [isMenu, setMenu] = useState(false);
  const [panel, setPanel] = useState<Panel>('none');
  // Stored, so that nothing is lost when another phone is chosen.
  const [stored, store] = useStored(`draft.phone.${openId}`);
  const text = stored ?? '';
  const setText = (next: string): void => store(next === '' ? null : next);
  const write = useWrite(openId);
  const toggle = (wished: Panel) => () => setPanel((now) => (now === wished ? 'none' : wished));
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    write.mutate({ type: 'text', text: text.trim() }, { onError: () => setText(text) });
    setText('');
  };
  return (
    <div className={css.bottom}>
      <div className={css.bar}>
        {!isMiniProgram && (
          <Button
            type="text"
            icon={<MenuOutlined aria-hidden />}
            aria-label={t('phone.menus')}
            aria-pressed={isMenu}
            onClick={() => setMenu(!isMenu)}
          />
        )}
        {isMenu ? (
          <AccountMenus openId={openId} />
        ) : (
          <form className={css.form} onSubmit={send} {...{ [FORM]: '' }}>
            <Input
              value={text}
              maxLength={500}
              onChange={({ target }) => setText(target.value)}
              aria-label={t('phone.write')}
              placeholder={t('phone.write')}
            />
            <Button
              type="text"
              icon={<SmileOutlined aria-hidden />}
              aria-label={t('phone.emoji')}
              aria-expanded={panel === 'emoji'}
              onClick={toggle('emoji')}
            />
            {text.trim() === '' ? (
              <Button
                type="text"
                icon={<PlusCircleOutlined aria-hidden />}
                aria-label={t(isMiniProgram ? 'phone.plusOfMini' : 'phone.plus')}
                aria-expanded={panel === 'more'}
                onClick={toggle('more')}
              />
            ) : (
              <Button className={css.send ?? ''} htmlType="submit">
                {t('phone.send')}
              </Button>
            )}
          </form>
        )}
      </div>
      {!isMenu && panel === 'emoji' && (
        <div className={css.panel}>
          {EMOJI.map((one) => (
            <button key={one} type="button" className={css.emoji} onClick={() => setText(text + one)}>
              {one}
            </button>
          ))}
        </div>
      )}
      {!isMenu && panel === 'more' && (
        <MorePanel openId={openId} isMiniProgram={isMiniProgram} close={() => setPanel('none')} />
      )}
    </div>
  );
}
