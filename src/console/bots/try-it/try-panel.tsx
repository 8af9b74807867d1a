import { SendOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BotBody } from '../../../contracts/bots/bot';
import { LONGEST_TEXT_BYTES, textBytes } from '../../../domain/messages/message-text';
import { FormProblem } from '../../shared/forms/form-problem';
import { Panel } from '../../shared/ui/page';
import css from '../bots.module.css';
import { useTryBot } from '../requests';
import { type Exchange, historyOf } from './exchange';
import { ExchangeView } from './exchange-view';

/** Asks the bot as a contact would, and shows what would leave. What was asked before is its history. */
export function TryPanel({ bot }: { readonly bot: BotBody }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const ask = useTryBot(bot.id);
  const isSendable = text.trim() !== '' && textBytes(text) <= LONGEST_TEXT_BYTES && !ask.isPending;
  const put = (question: string, menuId?: string): void =>
    ask.mutate(
      { text: question, history: historyOf(exchanges), ...(menuId === undefined ? {} : { menuId }) },
      {
        onSuccess(answer) {
          setExchanges([...exchanges, { question, answer }]);
          setText('');
        },
      },
    );
  return (
    <Panel title={t('bots.try')} hint={t('bots.tryHint')}>
      <div role="log" aria-label={t('bots.tryLog')}>
        {exchanges.map((exchange, index) => (
          <ExchangeView
            // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end.
            key={index}
            exchange={exchange}
            choose={index === exchanges.length - 1 && !ask.isPending ? put : undefined}
          />
        ))}
      </div>
      <FormProblem problem={ask.error} />
      <Form layout="vertical" onFinish={() => isSendable && put(text)}>
        <Form.Item label={t('bots.tryText')} htmlFor="try-text">
          <Input.TextArea
            id="try-text"
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </Form.Item>
        <div className={css.buttons}>
          <Button
            type="primary"
            htmlType="submit"
            icon={<SendOutlined aria-hidden />}
            loading={ask.isPending}
            disabled={!isSendable && !ask.isPending}
          >
            {t('bots.ask')}
          </Button>
          {exchanges.length > 0 && (
            <Button disabled={ask.isPending} onClick={() => setExchanges([])}>
              {t('bots.startOver')}
            </Button>
          )}
        </div>
      </Form>
    </Panel>
  );
}
