import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { hasCode } from '../shared/api/api-error';
import { CodeItem } from '../shared/forms/code-item';
import { FormProblem } from '../shared/forms/form-problem';
import { Card } from './card';

type Fields = { readonly code: string };

/** The second step of a sign-in by password. */
export function CodeForm(props: {
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly submit: (code: string) => void;
  readonly cancel: () => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const { error } = props;
  const isFirst = hasCode(error, 'two_factor_required') && error.problem?.['reason'] === undefined;
  return (
    <Card title={t('signIn.codeTitle')} hint={t('signIn.codeHint')}>
      <FormProblem problem={isFirst ? null : error} />
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ code }) => {
          props.submit(code);
          // A code is accepted once: the next try needs another one.
          form.resetFields();
        }}
      >
        <CodeItem hint={t('signIn.codeExtra')} isLarge />
        <Button type="primary" size="large" htmlType="submit" block loading={props.isPending}>
          {t('session.signIn')}
        </Button>
        <Button type="link" block style={{ marginTop: 8 }} onClick={props.cancel}>
          {t('signIn.cancel')}
        </Button>
      </Form>
    </Card>
  );
}
