import { PlaySquareOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { MacroBody } from '../../../contracts/conversations/macro';
import type { Conversation } from '../../shared/conversations/received';
import { useConversationMacros } from '../../shared/macros/use-conversation-macros';
import { MacroDialog } from './macro-dialog';

/** The button with the macros for this conversation; one that is chosen is shown before it runs. */
export function MacroMenu({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const button = useRef<HTMLButtonElement>(null);
  const { macros, run, running, stopped, again, forget } = useConversationMacros(conversation);
  const [chosen, setChosen] = useState<MacroBody | null>(null);
  const open = (key: string): void => {
    // The menu's item disappears: the dialog returns the focus to the button.
    button.current?.focus();
    const macro = macros.find(({ id }) => id === key);
    if (macro === undefined) void navigate('/setup/macros');
    else setChosen(macro);
  };
  const start = (macro: MacroBody): void => {
    setChosen(null);
    run(macro);
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        menu={{
          items: [
            ...macros.map(({ id, name }) => ({ key: id, label: name })),
            ...(macros.length === 0 ? [] : [{ type: 'divider' as const }]),
            { key: 'manage', label: t('macros.manage') },
          ],
          onClick: ({ key }) => open(key),
        }}
      >
        <Tooltip title={t('macros.title')}>
          <Button
            ref={button}
            type="text"
            icon={<PlaySquareOutlined aria-hidden />}
            loading={running !== null}
            aria-label={t('macros.title')}
            aria-haspopup="menu"
          />
        </Tooltip>
      </Dropdown>
      <span role="status" className="visually-hidden">
        {running !== null && t('macros.running', { name: running.name })}
      </span>
      {chosen !== null && (
        <MacroDialog
          conversation={conversation}
          title={t('macros.runTitle', { name: chosen.name })}
          steps={chosen.steps}
          okText={t('macros.run')}
          onOk={() => start(chosen)}
          close={() => setChosen(null)}
        />
      )}
      {stopped !== null && (
        <MacroDialog
          conversation={conversation}
          title={t('macros.stoppedTitle', { name: stopped.macro.name })}
          steps={stopped.macro.steps}
          results={stopped.steps}
          error={stopped.error}
          okText={t('macros.again')}
          onOk={again}
          close={forget}
        />
      )}
    </>
  );
}
